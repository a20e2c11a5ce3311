import type { z } from 'zod';
import { dispatchWords } from '#contracts/reference.ts';
import type { moveBodies } from '#contracts/desk.ts';
import { routeFor } from '#domain/routing.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { moveIncident } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { giveTask } from './give-task.ts';

/** 派遣: from the desk to one host unit; what was only received is accepted and filed on the way. */
export async function dispatchIncident(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof moveBodies.dispatch>,
): Promise<IncidentRow> {
  return moveIncident(parts, by, { id, version: body.version, move: 'dispatch' }, async (step) => {
    const { incident, reference, now } = step;
    const unit = await giveTask(step, by.actor, {
      unitCode: body.unitCode,
      round: incident.round,
      note: body.note,
    });
    const route = routeFor(reference, incident.categoryCode, incident.districtCode, now);
    const basis = body.basis ?? (route?.unitCode === unit.code ? route.basis : null);
    const before = incident.status === 'received' ? '受理立案，' : '';
    const words = `${before}${dispatchWords(unit)}${body.note ? `：${body.note}` : ''}`;
    return { words, reason: basis, patch: { unit_code: unit.code, basis }, detail: { unitCode: unit.code } };
  });
}
