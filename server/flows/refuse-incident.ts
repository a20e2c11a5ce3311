import type { z } from 'zod';
import type { moveBodies } from '#contracts/desk.ts';
import { stopDeadlines } from '#store/outgoing.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { assertNoneTracked, endTasks } from './ask-co-host.ts';
import { moveIncident } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { markAlarms } from './mark-false.ts';

/** 不予受理: with the reason that the callers are told; their promises run on until each is answered. 误报 is marked with it. */
export async function refuseIncident(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof moveBodies.refuse>,
): Promise<IncidentRow> {
  return moveIncident(parts, by, { id, version: body.version, move: 'refuse' }, async (step) => {
    const { tx, now } = step;
    await assertNoneTracked(step, '不予受理');
    await endTasks(step, 'all', '案件不予受理');
    await stopDeadlines(tx, 'incident', [id], { kind: null, stage: null }, now);
    const marked = body.falseAlarm ? `。${await markAlarms(step, by, body.falseAlarm)}` : '';
    return { words: `不予受理：${body.reason}${marked}`, reason: body.reason, patch: { closed_at: now } };
  });
}
