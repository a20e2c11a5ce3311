import type { z } from 'zod';
import type { moveBodies } from '#contracts/desk.ts';
import { Refusal } from '#contracts/errors.ts';
import { doneStatuses } from '#contracts/incident.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import * as history from '#store/history.ts';
import * as incidents from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import * as kin from '#store/kin.ts';
import { lockIncident, note } from './flow.ts';
import type { By, FlowParts } from './flow.ts';

/** More numbers than these in one sentence are read by nobody. */
const mostNumbers = 8;

/**
 * 挂子案: what one cause did to many places is a parent with children, each handled and closed by itself (DESIGN §5).
 * Two levels only; a child has one parent.
 */
export async function adoptChildren(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof moveBodies.adopt>,
): Promise<IncidentRow> {
  const others = [...new Set(body.incidentIds)].filter((other) => other !== id);
  if (others.length === 0) throw new Refusal('bad-input', '请选择要挂为子案的其他案件');
  const saved = await inTransaction(parts.pool, by.scope, async (tx) => {
    const rows = await lockFamily(tx, id, others);
    const now = await cityNow(tx);
    const children = others.map((other) => rows.get(other)!);
    const parents = await kin.parentsAmong(tx, others);
    for (const child of children) assertAdoptable(child, id, parents);
    return adoptAll(tx, by, { parent: rows.get(id)!, children, reason: body.reason, now });
  });
  parts.wake('change');
  return saved;
}

/** Parent and children, locked in order; the parent must be able to be one. */
export async function lockFamily(
  tx: Db,
  id: number,
  others: readonly number[],
): Promise<Map<number, IncidentRow>> {
  const rows = new Map((await kin.lockAll(tx, [id, ...others])).map((row) => [row.id, row]));
  if (!rows.has(id) || others.some((other) => !rows.has(other)))
    throw new Refusal('not-found', '没有找到该案件，或不在您的管辖范围内');
  const parent = rows.get(id)!;
  if (doneStatuses.includes(parent.status)) throw new Refusal('wrong-status', '本案已办结，不能再挂子案');
  if (parent.parentId !== null) throw new Refusal('wrong-status', '本案是别案的子案，不能再作母案');
  return rows;
}

/** `parents`: which of the children have children of their own. Throws Refusal. */
function assertAdoptable(child: IncidentRow, parentId: number, parents: ReadonlySet<number>): void {
  if (doneStatuses.includes(child.status))
    throw new Refusal('wrong-status', `案件 ${child.no} 已办结，不能挂为子案`);
  if (child.parentId !== null && child.parentId !== parentId)
    throw new Refusal('wrong-status', `案件 ${child.no} 已挂在别的母案下，请先脱离`);
  if (parents.has(child.id)) throw new Refusal('wrong-status', `案件 ${child.no} 自己有子案，不能再挂`);
}

type Family = { parent: IncidentRow; children: readonly IncidentRow[]; reason: string; now: Date };

/** Locked children under their locked parent: the rows, and a line in the course of each of them. */
export async function adoptAll(
  tx: Db,
  by: By,
  { parent, children, reason, now }: Family,
): Promise<IncidentRow> {
  const ids = children.map((child) => child.id);
  const adopted = await kin.putUnder(tx, ids, parent.id, now);
  await noteAll(tx, by, adopted, { move: 'adopt', words: `挂为案件 ${parent.no} 的子案：${reason}`, reason, detail: { parentId: parent.id }, now }); // prettier-ignore
  const row = await incidents.save(tx, parent.id, {}, now);
  const words = `挂子案 ${numbersOf(children)}：${reason}`;
  await note(tx, by.actor, { row, from: row.status, move: 'adopt', now }, { words, reason, detail: { incidentIds: ids } }); // prettier-ignore
  return row;
}

const numbersOf = (rows: readonly IncidentRow[]): string =>
  rows
    .slice(0, mostNumbers)
    .map(({ no }) => no)
    .join('、') + (rows.length > mostNumbers ? `等 ${rows.length} 件` : '');

type Line = {
  move: string;
  words: string;
  reason: string | null;
  detail: Record<string, unknown>;
  now: Date;
};

/** The same line in the course of each of these rows, which were just saved. */
export async function noteAll(tx: Db, by: By, rows: readonly IncidentRow[], line: Line): Promise<void> {
  const { now, ...said } = line;
  const lines = rows.map(({ id, version, round, status }) => ({ ...said, incidentId: id, version, round, from: status, to: status })); // prettier-ignore
  await history.add(tx, by.actor, lines, now);
}

/** 脱离母案: undoes it, from the child. */
export async function releaseChild(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof moveBodies.release>,
): Promise<IncidentRow> {
  const saved = await inTransaction(parts.pool, by.scope, async (tx) => {
    const seen = await lockIncident(tx, id, body.version);
    if (seen.parentId === null) throw new Refusal('wrong-status', '本案没有挂在母案下');
    const now = await cityNow(tx);
    const [parent] = await incidents.rowsByIds(tx, [seen.parentId]);
    const row = await incidents.save(tx, id, { parent_id: null }, now);
    const words = `脱离母案 ${parent!.no}：${body.reason}`;
    await note(tx, by.actor, { row, from: row.status, move: 'release', now }, { words, reason: body.reason });
    return row;
  });
  parts.wake('change');
  return saved;
}
