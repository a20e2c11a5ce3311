import { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import { InboxItem } from '#contracts/task.ts';
import { cityNow } from '#store/db.ts';
import { markRead, ofUnits } from '#store/inbox.ts';
import { route } from './route.ts';

export const routes = [
  route({
    method: 'get',
    path: '/api/inbox',
    right: 'inbox.read',
    summary: '本单位的消息，最新在前',
    query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(100) }),
    answer: z.object({ items: z.array(InboxItem) }),
    handle: async ({ pool, scope, query }) => ({ items: await ofUnits(pool, scope, query.limit) }),
  }),
  route({
    method: 'post',
    path: '/api/inbox/:id/read',
    right: 'inbox.read',
    summary: '消息已读',
    handle: async ({ pool, scope, actor, params }) => {
      const id = Number(params['id']);
      const now = await cityNow(pool);
      const found =
        Number.isSafeInteger(id) && (await markRead(pool, scope, { id, by: actor.username, now }));
      if (!found) throw new Refusal('not-found', '没有这条消息，可能不在您的单位');
      return undefined;
    },
  }),
];
