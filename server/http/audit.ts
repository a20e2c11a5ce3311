import { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import { listAudit, verify } from '#store/audit.ts';
import { route } from './route.ts';

const Row = z.object({
  stream: z.number(),
  seq: z.number(),
  at: z.iso.datetime({ offset: true }),
  actor: z.string(),
  action: z.string(),
  target: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .optional();
const text = z.string().trim().min(1).max(100).optional();
const Query = z.object({
  actor: text,
  action: text,
  target: text,
  from: instant,
  to: instant,
  cursor: z.string().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const Verdict = z.object({
  rows: z.number(),
  firstBad: z.object({ stream: z.number(), seq: z.number(), why: z.string() }).nullable(),
});

type Place = { at: Date; stream: number; seq: number };

const cursorOf = ({ at, stream, seq }: Place): string => `${at.getTime()}.${stream}.${seq}`;

function placeOf(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const [, at, stream, seq] = /^(\d{1,15})\.(\d{1,3})\.(\d{1,15})$/u.exec(cursor) ?? [];
  if (at === undefined) throw new Refusal('bad-input', '翻页位置无效，请重新查询');
  return { at: new Date(Number(at)), stream: Number(stream), seq: Number(seq) };
}

export const routes = [
  route({
    method: 'get',
    path: '/api/audit',
    right: 'audit.read',
    summary: '审计记录，新的在前',
    query: Query,
    answer: z.object({ items: z.array(Row), nextCursor: z.string().nullable() }),
    handle: async ({ pool, query }) => {
      const { cursor, ...filter } = query;
      const items = await listAudit(pool, { ...filter, after: placeOf(cursor) });
      const last = items.at(-1);
      return { items, nextCursor: last && items.length === query.limit ? cursorOf(last) : null };
    },
  }),
  route({
    method: 'post',
    path: '/api/audit/verify',
    right: 'audit.read',
    summary: '重新计算审计链，指出第一条不符的记录',
    answer: Verdict,
    handle: ({ pool }) => verify(pool),
  }),
];
