import { z } from 'zod';
import { SpecialCloseItem } from '#contracts/desk.ts';
import { inSnapshot } from '#store/db.ts';
import * as specialCloses from '#store/special-closes.ts';
import { route } from './route.ts';
import { toKin, toSpecialClose } from './support/detail.ts';

export const routes = [
  route({
    method: 'get',
    path: '/api/special-closes',
    right: 'special.approve',
    summary: '待另一人审批的特殊结案',
    answer: z.object({ items: z.array(SpecialCloseItem) }),
    handle: async ({ pool, scope, reference }) =>
      inSnapshot(pool, scope, async (tx) => ({
        items: (await specialCloses.open(tx)).map(({ asked, incident }) => ({
          ...toSpecialClose(asked),
          incident: toKin(incident, reference()),
        })),
      })),
  }),
];
