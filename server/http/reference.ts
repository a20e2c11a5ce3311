import { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import { ReferenceKind, ReferenceRow } from '#contracts/reference.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import { editReference, listReference, revertReference } from '#store/reference.ts';
import { route } from './route.ts';

function kindOf(params: Record<string, string>): ReferenceKind {
  const kind = ReferenceKind.safeParse(params['kind']);
  if (!kind.success) throw new Refusal('not-found', '没有这类基础数据');
  return kind.data;
}

export const routes = [
  route({
    method: 'get',
    path: '/api/reference/:kind',
    right: 'reference.read',
    summary: '基础数据：现行值',
    handle: async ({ pool, params }) => ({
      items: (await listReference(pool, kindOf(params))).map((row) => row.body),
    }),
  }),
  route({
    method: 'get',
    path: '/api/reference/:kind/rows',
    right: 'reference.read',
    summary: '基础数据：现行值与出厂值',
    answer: z.object({ items: z.array(ReferenceRow) }),
    handle: async ({ pool, params }) => ({ items: await listReference(pool, kindOf(params)) }),
  }),
  route({
    method: 'put',
    path: '/api/reference/:kind/:code',
    right: 'reference.edit',
    summary: '修改基础数据',
    body: z.record(z.string(), z.unknown()),
    handle: async (call) => {
      const { kind, code } = { kind: kindOf(call.params), code: call.params['code']! };
      await inTransaction(call.pool, '*', async (tx) =>
        editReference(tx, {
          kind,
          code,
          body: call.body,
          actor: call.actor.username,
          now: await cityNow(tx),
        }),
      );
      return undefined;
    },
  }),
  route({
    method: 'delete',
    path: '/api/reference/:kind/:code/edit',
    right: 'reference.edit',
    summary: '恢复出厂值',
    handle: async (call) => {
      const { kind, code } = { kind: kindOf(call.params), code: call.params['code']! };
      await inTransaction(call.pool, '*', async (tx) =>
        revertReference(tx, { kind, code, actor: call.actor.username, now: await cityNow(tx) }),
      );
      return undefined;
    },
  }),
];
