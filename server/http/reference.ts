import { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import { ReferenceKind, ReferenceRow } from '#contracts/reference.ts';
import { changeReference, restoreReference } from '#flows/edit-reference.ts';
import { listReference } from '#store/reference.ts';
import { route } from './route.ts';

function kindOf(params: Record<string, string>): ReferenceKind {
  const kind = ReferenceKind.safeParse(params['kind']);
  if (!kind.success) throw new Refusal('not-found', '没有这类基础数据');
  return kind.data;
}

function targetOf(params: Record<string, string>): { kind: ReferenceKind; code: string } {
  return { kind: kindOf(params), code: params['code']! };
}

export const routes = [
  route({
    method: 'get',
    path: '/api/districts',
    right: 'reference.read',
    summary: '县（市、区），按行政区划次序',
    answer: z.object({ items: z.array(z.object({ code: z.string(), name: z.string() })) }),
    handle: async ({ city }) => ({ items: city.districts.map(({ code, name }) => ({ code, name })) }),
  }),
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
      await changeReference(call, call, targetOf(call.params), call.body);
      return undefined;
    },
  }),
  route({
    method: 'delete',
    path: '/api/reference/:kind/:code/edit',
    right: 'reference.edit',
    summary: '恢复出厂值',
    handle: async (call) => {
      await restoreReference(call, call, targetOf(call.params));
      return undefined;
    },
  }),
];
