import type { z } from 'zod';
import type { moveBodies } from '#contracts/desk.ts';
import { Refusal } from '#contracts/errors.ts';
import { unitNameOf } from '#contracts/reference.ts';
import { inTransaction } from '#store/db.ts';
import * as incidents from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import * as tasks from '#store/tasks.ts';
import { lockIncident, note } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { notifyUnit } from './notify-unit.ts';

/** 催办: a named person reminds the unit that has it; no clock moves. */
export async function urgeIncident(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof moveBodies.urge>,
): Promise<IncidentRow> {
  const saved = await inTransaction(parts.pool, by.scope, async (tx, now) => {
    const incident = await lockIncident(tx, id, body.version);
    const task = await tasks.lockOpenHost(tx, id);
    if (!task) throw new Refusal('wrong-status', '该案件没有在办工单，无从催办，请先派遣');
    const row = await incidents.save(tx, id, {}, now);
    const told = { title: `催办：${incident.title}`, ring: true, severity: incident.severity };
    await notifyUnit(
      tx,
      parts.reference(),
      { taskId: task.id, incidentId: id, step: `urge-${row.version}`, unitCode: task.unitCode, body: told },
      now,
    );
    const unit = unitNameOf(parts.reference(), task.unitCode);
    const words = `催办${unit}${body.reason ? `：${body.reason}` : ''}`;
    await note(
      tx,
      by.actor,
      { row, from: incident.status, move: 'urge', now },
      { words, reason: body.reason || null },
    );
    return row;
  });
  parts.wake('change');
  parts.wake('delivery');
  return saved;
}
