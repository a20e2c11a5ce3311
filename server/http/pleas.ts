import { PleaList } from '#contracts/plea.ts';
import { decidingRefusal } from '#domain/plea.ts';
import { inSnapshot } from '#store/db.ts';
import { waiting } from '#store/pleas.ts';
import { route } from './route.ts';
import { toPlea } from './support/detail.ts';

export const routes = [
  route({
    method: 'get',
    path: '/api/pleas',
    right: 'extension.decide',
    summary: '待我批：延期、挂账、申诉',
    answer: PleaList,
    handle: async ({ pool, scope, actor, reference }) => {
      const rows = await inSnapshot(pool, scope, waiting);
      const mine = rows.filter((plea) => decidingRefusal(plea, actor) === null);
      const items = mine.map(({ no, title, dueAt, ...plea }) => ({
        ...toPlea(plea, { reference }),
        no,
        title,
        dueAt: dueAt?.toISOString() ?? null,
      }));
      return { items };
    },
  }),
];
