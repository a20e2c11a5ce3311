import type { z } from 'zod';
import type { moveBodies } from '#contracts/desk.ts';
import { Refusal } from '#contracts/errors.ts';
import { doneStatuses } from '#contracts/incident.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import * as incidents from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { hasChildren } from '#store/kin.ts';
import { lockIncident, note } from './flow.ts';
import type { By, FlowParts } from './flow.ts';

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
    const rows = new Map<number, IncidentRow>();
    for (const one of [id, ...others].sort((a, b) => a - b)) rows.set(one, await lockIncident(tx, one, null));
    const parent = rows.get(id)!;
    if (doneStatuses.includes(parent.status)) throw new Refusal('wrong-status', '本案已办结，不能再挂子案');
    if (parent.parentId !== null) throw new Refusal('wrong-status', '本案是别案的子案，不能再作母案');
    const now = await cityNow(tx);
    for (const other of others) await adoptOne(tx, by, { parent, child: rows.get(other)!, reason: body.reason, now }); // prettier-ignore
    const row = await incidents.save(tx, id, {}, now);
    const numbers = others.map((other) => rows.get(other)!.no).join('、');
    const words = `挂子案 ${numbers}：${body.reason}`;
    await note(tx, by.actor, { row, from: row.status, move: 'adopt', now }, { words, reason: body.reason, detail: { incidentIds: others } }); // prettier-ignore
    return row;
  });
  parts.wake('change');
  return saved;
}

type Pair = { parent: IncidentRow; child: IncidentRow; reason: string; now: Date };

async function adoptOne(tx: Db, by: By, { parent, child, reason, now }: Pair): Promise<void> {
  if (doneStatuses.includes(child.status))
    throw new Refusal('wrong-status', `案件 ${child.no} 已办结，不能挂为子案`);
  if (child.parentId !== null && child.parentId !== parent.id)
    throw new Refusal('wrong-status', `案件 ${child.no} 已挂在别的母案下，请先脱离`);
  if (await hasChildren(tx, child.id))
    throw new Refusal('wrong-status', `案件 ${child.no} 自己有子案，不能再挂`);
  const row = await incidents.save(tx, child.id, { parent_id: parent.id }, now);
  const words = `挂为案件 ${parent.no} 的子案：${reason}`;
  await note(tx, by.actor, { row, from: row.status, move: 'adopt', now }, { words, reason, detail: { parentId: parent.id } }); // prettier-ignore
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
