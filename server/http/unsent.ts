import { z } from 'zod';
import { Unsent } from '#contracts/ops.ts';
import { unitNameOf } from '#contracts/reference.ts';
import { settleDelivery } from '#flows/settle-delivery.ts';
import { inSnapshot } from '#store/db.ts';
import { listUnsent } from '#store/unsent.ts';
import { maskText } from '#text/mask.ts';
import { route } from './route.ts';
import { idOf } from './support/ids.ts';

export const routes = [
  route({
    method: 'get',
    path: '/api/ops/unsent',
    right: 'ops.read',
    summary: '未送达：送达失败、拒绝外发、是否送达不明',
    answer: Unsent,
    handle: async ({ pool, reference }) => {
      const { items, count } = await inSnapshot(pool, '*', (tx) =>
        listUnsent(tx, ['uncertain', 'dead', 'refused'], 200),
      );
      return {
        count,
        items: items.map((row) => ({
          ...row,
          title: maskText(row.title),
          recipient: unitNameOf(reference(), row.recipient),
          createdAt: row.createdAt.toISOString(),
        })),
      };
    },
  }),
  route({
    method: 'post',
    path: '/api/ops/unsent/:id',
    right: 'delivery.settle',
    summary: '核对未送达：原编号重发，或确认对方已收到',
    body: z.object({
      decision: z.enum(['resend', 'sent']),
      reason: z.string().trim().min(4, '请写明核对情况，至少 4 个字').max(200),
    }),
    handle: async (call) => {
      const { decision, reason } = call.body;
      await settleDelivery(call, call, idOf(call.params), { decision, reason: maskText(reason) });
      return undefined;
    },
  }),
];
