import type { z } from 'zod';
import type { moveBodies } from '#contracts/desk.ts';
import { Refusal } from '#contracts/errors.ts';
import { inTransaction } from '#store/db.ts';
import * as incidents from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { lockIncident, note } from './flow.ts';
import type { By, FlowParts } from './flow.ts';

/** 确认险情: a named person has judged the words of danger; the ringing stops until the next event that holds some (law 13). */
export async function confirmDanger(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<(typeof moveBodies)['confirm-danger']>,
): Promise<IncidentRow> {
  const saved = await inTransaction(parts.pool, by.scope, async (tx, now) => {
    // No version: whoever confirms first, confirms; more events may arrive every second.
    const incident = await lockIncident(tx, id, null);
    if (incident.danger.length === 0) throw new Refusal('wrong-status', '险情已由他人确认');
    const row = await incidents.save(tx, id, { danger_event_id: null }, now);
    const words = `确认险情（${incident.danger.join('、')}）：${body.note}`;
    await note(
      tx,
      by.actor,
      { row, from: incident.status, move: 'confirm-danger', now },
      { words, reason: body.note },
    );
    return row;
  });
  parts.wake('change');
  return saved;
}
