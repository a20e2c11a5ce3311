import { Refusal } from '#contracts/errors.ts';
import { PastAt, PastFrom, PastMoment, PastNext, PastSpan } from '#contracts/past.ts';
import { viewOf } from '#server/live/picture.ts';
import { readMoment, readNext } from '#server/live/read-past.ts';
import { cityNow } from '#store/db.ts';
import { firstPast } from '#store/past.ts';
import { route } from './route.ts';

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
    answer: PastMoment,
    handle: async ({ pool, actor, query }) => {
      const moment = await readMoment(pool, viewOf(actor, 'wall'), new Date(query.at));
      if (!moment) throw new Refusal('not-found', '这一时刻没有留存，请选择更晚的时刻');
      return moment;
    },
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
];
