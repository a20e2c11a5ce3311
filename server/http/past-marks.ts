import { PastMark, PastMarkBody, PastMarks, PastStretch } from '#contracts/past.ts';
import { markPast, unmarkPast } from '#flows/mark-past.ts';
import { marksBetween } from '#store/past-marks.ts';
import type { MarkRow } from '#store/past-marks.ts';
import { route } from './route.ts';
import { idOf } from './support/ids.ts';

const toMark = ({ at, madeAt, ...mark }: MarkRow): PastMark => ({
  ...mark,
  at: at.toISOString(),
  madeAt: madeAt.toISOString(),
});

export const routes = [
  route({
    method: 'get',
    path: '/api/past/marks',
    right: 'wall.read',
    summary: '历史回溯：一段时间内的标记',
    query: PastStretch,
    answer: PastMarks,
    handle: async ({ pool, query }) => ({
      items: (await marksBetween(pool, new Date(query.from), new Date(query.until))).map(toMark),
    }),
  }),
  route({
    method: 'post',
    path: '/api/past/marks',
    right: 'wall.drive',
    summary: '历史回溯：标记一个时刻',
    body: PastMarkBody,
    answer: PastMark,
    handle: async (call) => toMark(await markPast(call.pool, call, call.body)),
  }),
  route({
    method: 'delete',
    path: '/api/past/marks/:id',
    right: 'wall.drive',
    summary: '历史回溯：删除标记',
    handle: async (call) => {
      await unmarkPast(call.pool, call, idOf(call.params));
      return undefined;
    },
  }),
];
