import { z } from 'zod';
import { QuarantineRow } from '#contracts/desk.ts';
import { Refusal } from '#contracts/errors.ts';
import { dropQuarantine } from '#flows/drop-quarantine.ts';
import { itemOf, replay } from '#server/ingest/replay.ts';
import * as quarantine from '#store/quarantine.ts';
import { maskText } from '#text/mask.ts';
import { route } from './route.ts';
import { idOf } from './support/ids.ts';
import { maskedItem } from './support/masked-item.ts';

const Query = z.object({
  state: z.enum(['open', 'replayed', 'dropped']).default('open'),
  code: z.string().max(60).optional(),
  before: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const routes = [
  route({
    method: 'get',
    path: '/api/quarantine',
    right: 'quarantine.read',
    summary: '隔离区',
    query: Query,
    answer: z.object({
      items: z.array(QuarantineRow),
      counts: z.array(z.object({ code: z.string(), count: z.number() })),
    }),
    handle: async ({ pool, query }) => ({
      items: await quarantine.list(pool, {
        state: query.state,
        code: query.code ?? null,
        before: query.before ?? null,
        limit: query.limit,
      }),
      counts: await quarantine.counts(pool),
    }),
  }),
  route({
    method: 'get',
    path: '/api/quarantine/:id',
    right: 'quarantine.read',
    summary: '隔离记录，原件打码',
    answer: QuarantineRow,
    handle: async ({ pool, vault, params }) => {
      const row = await quarantine.byId(pool, idOf(params));
      if (!row) throw new Refusal('not-found', '没有这条隔离记录');
      const { sealed: _sealed, eventId: _eventId, ...facts } = row;
      return { ...facts, item: maskedItem(itemOf(vault, row)) };
    },
  }),
  route({
    method: 'post',
    path: '/api/quarantine/:id/replay',
    right: 'quarantine.decide',
    summary: '重放隔离记录',
    answer: z.object({ accepted: z.number().int(), refused: z.number().int() }),
    handle: async (call) => replay(call, { id: idOf(call.params) }, call.actor.username),
  }),
  route({
    method: 'post',
    path: '/api/quarantine/:id/drop',
    right: 'quarantine.decide',
    summary: '作废隔离记录',
    body: z.object({ note: z.string().trim().min(4, '请写明作废理由，至少 4 个字').max(200) }),
    handle: async (call) => {
      await dropQuarantine(call, call, idOf(call.params), maskText(call.body.note));
      return undefined;
    },
  }),
];
