import { categoryNameOf } from '#contracts/reference.ts';
import { AcceptBurstBody, Burst, BurstAnswer, BurstList, DismissBurstBody } from '#contracts/burst.ts';
import type { Incident } from '#contracts/incident.ts';
import { acceptBurst, dismissBurst, undoBurst } from '#flows/decide-burst.ts';
import * as bursts from '#store/bursts.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import { seenByIds, toIncident } from '#store/incidents.ts';
import { route } from './route.ts';
import { idOf } from './support/ids.ts';

const list = route({
  method: 'get',
  path: '/api/bursts',
  right: 'incident.merge',
  summary: '归案建议（系统研判，由人决定）',
  answer: BurstList,
  handle: async ({ pool, scope, reference }) =>
    inSnapshot(pool, scope, async (tx) => {
      const now = await cityNow(tx);
      const rows = await bursts.list(tx);
      const kin = new Map<number, Incident>();
      const children = await bursts.takeable(tx, [...new Set(rows.flatMap((row) => row.children))]);
      const parents = await seenByIds(tx, rows.flatMap(({ parentId }) => parentId ?? [])); // prettier-ignore
      for (const row of [...children, ...parents]) kin.set(row.id, toIncident(row, reference(), now));
      const items = rows.map((row) => ({
        ...row,
        categoryName: categoryNameOf(reference(), row.categoryCode),
        parent: kin.get(row.parentId ?? -1) ?? null,
        since: row.since.toISOString(),
        madeAt: row.madeAt.toISOString(),
        children: children.flatMap(({ id }) => (row.children.includes(id) ? (kin.get(id) ?? []) : [])),
      }));
      return { asOf: now.toISOString(), items: items.map((item) => Burst.parse(item)) };
    }),
});

const accept = route({
  method: 'post',
  path: '/api/bursts/:id/accept',
  right: 'incident.merge',
  summary: '归为一案',
  body: AcceptBurstBody,
  answer: BurstAnswer,
  handle: async (call) => acceptBurst(call, call, idOf(call.params), call.body),
});

const dismiss = route({
  method: 'post',
  path: '/api/bursts/:id/dismiss',
  right: 'incident.merge',
  summary: '不归并',
  body: DismissBurstBody,
  handle: async (call) => {
    await dismissBurst(call, call, idOf(call.params), call.body);
    return undefined;
  },
});

const undo = route({
  method: 'post',
  path: '/api/bursts/:id/undo',
  right: 'incident.merge',
  summary: '撤销归案',
  handle: async (call) => {
    await undoBurst(call, call, idOf(call.params));
    return undefined;
  },
});

export const routes = [list, accept, dismiss, undo];
