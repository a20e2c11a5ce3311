import type { z } from 'zod';
import type { moveBodies } from '#contracts/desk.ts';
import { routeFor } from '#domain/routing.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { addCoHost } from './ask-co-host.ts';
import { moveIncident } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { giveTask } from './give-task.ts';

/** 派遣: from the desk to one host and any number of co-hosts; what was only received is accepted and filed on the way. */
export async function dispatchIncident(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.input<typeof moveBodies.dispatch>,
): Promise<IncidentRow> {
  // Whoever answers at 110, 119, 120 has signed by answering.
  const move = body.seat === undefined ? 'dispatch' : 'hand-over';
  return moveIncident(parts, by, { id, version: body.version, move }, async (step) => {
    const { incident, reference, now } = step;
    const { unitCode, seat, receivedAt, note = '' } = body;
    const given = await giveTask(step, by.actor, {
      unitCode,
      round: incident.round,
      note,
      seat,
      receivedAt,
      keepTotal: by.actor.districtCode !== null,
    });
    const beside: string[] = [];
    for (const one of body.coHosts ?? []) beside.push(await addCoHost(step, by.actor, one));
    const { lng, lat } = incident;
    const at = lng === null || lat === null ? null : { lng, lat };
    const route = routeFor(reference, incident.categoryCode, incident.districtCode, now, new Set(), at);
    const basis = body.basis ?? (route?.unitCode === unitCode ? route.basis : null);
    const before = incident.status === 'received' ? '受理立案，' : '';
    const words = [`${before}${given.words}${note ? `：${note}` : ''}`, ...beside].join('；');
    return { words, reason: basis, patch: { unit_code: unitCode, basis }, detail: { unitCode } };
  });
}
