import { PastAnswer, PastAt, PastFrom, PastNext, PastSpan } from '#contracts/past.ts';
import { viewOf } from '#server/live/picture.ts';
import { readMoment, readNext } from '#server/live/read-past.ts';
import { WarningList } from '#contracts/warning.ts';
import { cityNow } from '#store/db.ts';
import { firstPast } from '#store/past.ts';
import { stoodAt } from '#store/past-warnings.ts';
import { route } from './route.ts';
import { toWarningList } from './support/to-warning.ts';

export const routes = [
  route({
    method: 'get',
    path: '/api/past',
    right: 'wall.read',
    summary: '历史回溯：留存的起点和此刻',
    answer: PastSpan,
    handle: async ({ pool }) => ({
      first: (await firstPast(pool))?.toISOString() ?? null,
      now: (await cityNow(pool)).toISOString(),
    }),
  }),
  route({
    method: 'get',
    path: '/api/past/moment',
    right: 'wall.read',
    summary: '历史回溯：某一时刻之前的整幅画面，及其后的一段',
    query: PastAt,
    answer: PastAnswer,
    handle: async ({ pool, actor, query }) => ({
      moment: await readMoment(pool, viewOf(actor, 'wall'), new Date(query.at)),
    }),
  }),
  route({
    method: 'get',
    path: '/api/past/next',
    right: 'wall.read',
    summary: '历史回溯：紧接着的一段；中间没有留存时，从何时起又有',
    query: PastFrom,
    answer: PastNext,
    handle: async ({ pool, actor, query }) =>
      readNext(pool, viewOf(actor, 'wall'), new Date(query.at), query.no),
  }),
  route({
    method: 'get',
    path: '/api/past/warnings',
    right: 'wall.read',
    summary: '历史回溯：某一时刻所知的现行预警与应急响应，最重的在前',
    query: PastAt,
    answer: WarningList,
    handle: async ({ pool, city, query }) =>
      toWarningList(await stoodAt(pool, new Date(query.at)), city, query.at),
  }),
];
