import { z } from 'zod';
import { HandOver, HandOverQuery } from '#contracts/task.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import { handOvers } from '#store/hand-overs.ts';
import { route } from './route.ts';
import { toTask } from './support/detail.ts';

const dayMs = 86_400_000;

export const routes = [
  route({
    method: 'get',
    path: '/api/hand-overs',
    right: 'task.read',
    summary: '移交台账：110、119、120',
    query: HandOverQuery,
    answer: z.object({ items: z.array(HandOver) }),
    handle: async ({ pool, scope, query, reference }) =>
      inSnapshot(pool, scope, async (tx) => {
        const since = new Date((await cityNow(tx)).getTime() - query.days * dayMs);
        const rows = await handOvers(tx, since);
        return {
          items: rows.map(({ incidentNo, incidentTitle, ...task }) => ({
            ...toTask(task, { reference }),
            incidentNo,
            incidentTitle,
          })),
        };
      }),
  }),
];
