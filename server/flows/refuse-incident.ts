import type { z } from 'zod';
import type { moveBodies } from '#contracts/desk.ts';
import { stopDeadlines } from '#store/outgoing.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { moveIncident } from './flow.ts';
import type { By, FlowParts } from './flow.ts';

/** 不予受理: with the reason that the callers are told; their promises run on until each is answered. */
export async function refuseIncident(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof moveBodies.refuse>,
): Promise<IncidentRow> {
  return moveIncident(parts, by, { id, version: body.version, move: 'refuse' }, async ({ tx, now }) => {
    await stopDeadlines(tx, 'incident', [id], { kind: null, stage: null }, now);
    return { words: `不予受理：${body.reason}`, reason: body.reason, patch: { closed_at: now } };
  });
}
