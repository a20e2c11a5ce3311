import type { z } from 'zod';
import type { AcceptBurstBody, BurstAnswer, DismissBurstBody } from '#contracts/burst.ts';
import { Refusal } from '#contracts/errors.ts';
import { doneStatuses } from '#contracts/incident.ts';
import { record } from '#store/audit.ts';
import * as bursts from '#store/bursts.ts';
import type { BurstRow } from '#store/bursts.ts';
import { inTransaction } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import * as incidents from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import * as kin from '#store/kin.ts';
import { adoptAll, lockFamily, noteAll } from './adopt-children.ts';
import type { By, FlowParts } from './flow.ts';
import { openParent } from './open-parent.ts';
import { refuseIncident } from './refuse-incident.ts';

type Accept = z.output<typeof AcceptBurstBody>;
type Answer = z.infer<typeof BurstAnswer>;

/**
 * 归为一案: a person puts what the machine found under one parent, all of it in one transaction: the incident of the cause
 * where there is one, else a new one. Nothing is merged: each keeps its unit, its clocks and its end.
 */
export async function acceptBurst(parts: FlowParts, by: By, id: number, body: Accept): Promise<Answer> {
  const answer = await inTransaction(parts.pool, by.scope, async (tx, now) => {
    const burst = await lockOpen(tx, id);
    const chosen = [...new Set(body.incidentIds ?? burst.children)];
    if (chosen.some((one) => !burst.children.includes(one)))
      throw new Refusal('bad-input', '所选案件不在该建议之内，请刷新后重选');
    const reason = body.reason === '' ? `系统建议“${burst.title}”，经人工确认` : body.reason;
    const { taken, skipped } = sorted(await kin.lockAll(tx, chosen), await kin.parentsAmong(tx, chosen));
    if (taken.length === 0) throw new Refusal('wrong-status', '所选案件均已办结或已归入母案');
    const parent = await parentOf(tx, parts, by, burst, taken, now);
    await adoptAll(tx, by, { parent, children: taken, reason, now });
    const children = taken.map((one) => one.id);
    const leftOut = burst.children.filter((one) => !chosen.includes(one));
    const decision = { state: 'joined' as const, parentId: parent.id, madeParent: burst.parentId === null, children, leftOut, reason, by: by.actor }; // prettier-ignore
    await bursts.decide(tx, id, decision, now);
    await audit(tx, by, 'burst.accept', id, { parentId: parent.id, children, leftOut }, now);
    return { incidentId: parent.id, adopted: taken.length, skipped };
  });
  parts.wake('change');
  return answer;
}

async function lockOpen(tx: Db, id: number): Promise<BurstRow> {
  const burst = await bursts.lock(tx, id);
  if (!burst) throw new Refusal('not-found', '没有这条归案建议，或不在您的管辖范围内');
  if (burst.state === 'over') throw new Refusal('wrong-status', '该建议已失效：所列案件已办结或已归入母案');
  if (burst.state !== 'open')
    throw new Refusal('wrong-status', `该建议已由${burst.decidedName ?? '他人'}${burst.state === 'joined' ? '归为一案' : '判为不归并'}`); // prettier-ignore
  return burst;
}

/** What may be taken, and why the others may not: they ended, or somebody was quicker. */
function sorted(
  rows: readonly IncidentRow[],
  parents: ReadonlySet<number>,
): { taken: IncidentRow[]; skipped: string[] } {
  // prettier-ignore
  const why = (row: IncidentRow): string | null => {
    if (doneStatuses.includes(row.status)) return `${row.no} 已办结`;
    if (row.parentId !== null) return `${row.no} 已在别的母案下`;
    return parents.has(row.id) ? `${row.no} 自己有子案` : null;
  };
  return {
    taken: rows.filter((row) => why(row) === null),
    skipped: rows.flatMap((row) => why(row) ?? []),
  };
}

/** The incident of the cause, when it can still be a parent; else a new one. */
async function parentOf(
  tx: Db,
  parts: FlowParts,
  by: By,
  burst: BurstRow,
  children: readonly IncidentRow[],
  now: Date,
): Promise<IncidentRow> {
  if (burst.parentId === null) return openParent(tx, parts, by, burst, children, now);
  return (await lockFamily(tx, burst.parentId, [])).get(burst.parentId)!;
}

/** 不归并: kept, so that the same set is not suggested again unless it grows by half. */
export async function dismissBurst(
  parts: FlowParts,
  by: By,
  id: number,
  { reason }: z.output<typeof DismissBurstBody>,
): Promise<void> {
  await inTransaction(parts.pool, by.scope, async (tx, now) => {
    const { children, parentId } = await lockOpen(tx, id);
    await bursts.decide(tx, id, { state: 'dismissed', parentId, madeParent: false, children, leftOut: [], reason, by: by.actor }, now); // prettier-ignore
    await audit(tx, by, 'burst.dismiss', id, { children }, now);
  });
  parts.wake('change');
}

/** 撤销归案: its children stand alone again, and a parent that was opened for them and nothing else is refused. */
export async function undoBurst(parts: FlowParts, by: By, id: number): Promise<void> {
  const reason = '归案有误，当即撤销';
  const left = await inTransaction(parts.pool, by.scope, async (tx, now) => {
    const burst = await bursts.lock(tx, id);
    if (!burst) throw new Refusal('not-found', '没有这条归案建议，或不在您的管辖范围内');
    if (burst.state !== 'joined' || burst.parentId === null)
      throw new Refusal('wrong-status', '该建议没有归为一案，无须撤销');
    const held = (await kin.lockAll(tx, [...burst.children, burst.parentId])).filter(({ parentId }) => parentId === burst.parentId); // prettier-ignore
    if (held.length === 0) throw new Refusal('wrong-status', '所归案件均已脱离母案');
    const [parent] = await incidents.rowsByIds(tx, [burst.parentId]);
    const rows = await kin.putUnder(tx, held.map((row) => row.id), null, now); // prettier-ignore
    await noteAll(tx, by, rows, { move: 'release', words: `脱离母案 ${parent!.no}：${reason}`, reason, detail: {}, now }); // prettier-ignore
    await bursts.decide(tx, id, { ...burst, state: 'dismissed', leftOut: [], reason, by: by.actor }, now);
    await audit(tx, by, 'burst.undo', id, { children: rows.map((row) => row.id) }, now);
    const empty = burst.madeParent && parent!.status === 'received' && !(await kin.parentsAmong(tx, [parent!.id])).has(parent!.id); // prettier-ignore
    return empty ? parent! : null;
  });
  parts.wake('change');
  if (left)
    await refuseIncident(parts, by, left.id, { version: left.version, reason: '归案已撤销，本母案下无子案' });
}

const audit = (
  tx: Db,
  by: By,
  action: string,
  id: number,
  detail: Record<string, unknown>,
  now: Date,
): Promise<void> => record(tx, { actor: by.actor.username, action, target: `burst/${id}`, detail, now });
