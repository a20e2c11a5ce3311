import type { z } from 'zod';
import type { moveBodies } from '#contracts/desk.ts';
import { Refusal } from '#contracts/errors.ts';
import { doneStatuses } from '#contracts/incident.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import * as falseAlarms from '#store/false-alarms.ts';
import type { IncidentRow } from '#store/incidents.ts';
import * as links from '#store/links.ts';
import * as parties from '#store/parties.ts';
import { stopDeadlines } from '#store/outgoing.ts';
import * as tasks from '#store/tasks.ts';
import { assertReleased } from './sign-supervision.ts';
import { assertCan, finish, lockIncident, note } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { lockPlaces } from './reopen-incident.ts';
import { assertNoneTracked, endTasks } from './ask-co-host.ts';
import { voidTask } from './recall-task.ts';

/** 并案: open incidents become part of another by a person's judgement; their requests keep their own promises. */
export async function absorbIncidents(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof moveBodies.absorb>,
): Promise<IncidentRow> {
  const others = [...new Set(body.incidentIds)].filter((other) => other !== id).sort((a, b) => a - b);
  if (others.length === 0) throw new Refusal('bad-input', '请选择要并入的其他案件');
  const saved = await inTransaction(parts.pool, by.scope, async (tx) => {
    const all = [id, ...others].sort((a, b) => a - b);
    await lockPlaces(tx, parts, all);
    const rows = new Map<number, IncidentRow>();
    for (const one of all) rows.set(one, await lockIncident(tx, one, null));
    const target = rows.get(id)!;
    if (doneStatuses.includes(target.status))
      throw new Refusal('wrong-status', '目标案件已办结，不能并入；可先重开');
    const now = await cityNow(tx);
    for (const other of others)
      await absorbOne(tx, parts, by, { target, other: rows.get(other)!, reason: body.reason, now });
    await links.inherit(tx, id, others);
    await parties.inherit(tx, id, others);
    const row = await links.recount(tx, id, now);
    const words = `将案件 ${others.map((other) => rows.get(other)!.no).join('、')} 并入本案：${body.reason}`;
    await note(
      tx,
      by.actor,
      { row, from: row.status, move: 'absorb', now },
      { words, reason: body.reason, detail: { incidentIds: others } },
    );
    return row;
  });
  parts.wake('change');
  parts.wake('delivery');
  return saved;
}

type Pair = { target: IncidentRow; other: IncidentRow; reason: string; now: Date };

async function absorbOne(
  tx: Db,
  parts: FlowParts,
  by: By,
  { target, other, reason, now }: Pair,
): Promise<void> {
  assertCan('absorb', other);
  const step = { tx, now, incident: other, reference: parts.reference() };
  await assertReleased(step, '并案');
  await assertNoneTracked(step, '并案；也可打开那一件，把本案并进去');
  if (await tasks.lockOpenHost(tx, other.id)) await voidTask(step, `已并入案件 ${target.no}`);
  await endTasks(step, 'co-hosts', `已并入案件 ${target.no}`);
  await stopDeadlines(tx, 'incident', [other.id], { kind: null, stage: null }, now);
  const eventIds = await links.eventIds(tx, other.id);
  await links.move(
    tx,
    eventIds,
    other.id,
    target.id,
    { actor: by.actor.username, reason: `${by.actor.name}并案：${reason}` },
    now,
  );
  await falseAlarms.follow(tx, other.id, target.id);
  const patch = {
    merged_into: target.id,
    closed_at: now,
    unit_code: other.departmentCode,
    event_count: 0,
    request_count: 0,
    answered_count: 0,
  };
  await finish(
    tx,
    by.actor,
    { incident: other, move: 'absorb', to: 'merged', now },
    { words: `并入案件 ${target.no}：${reason}`, reason, patch, detail: { into: target.id } },
  );
}
