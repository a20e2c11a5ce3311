import type { z } from 'zod';
import { pointOf } from '#contracts/arrival.ts';
import type { moveBodies } from '#contracts/desk.ts';
import { Refusal } from '#contracts/errors.ts';
import { routeFor } from '#domain/routing.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { addCoHost } from './ask-co-host.ts';
import { moveIncident } from './flow.ts';
import type { By, FlowParts, Step } from './flow.ts';
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
    const condition = conditionOf(step, body.condition);
    const given = await giveTask(step, by.actor, {
      unitCode,
      round: incident.round,
      note,
      seat,
      receivedAt,
      condition,
      keepTotal: by.actor.districtCode !== null,
    });
    const beside: string[] = [];
    for (const one of body.coHosts ?? []) beside.push(await addCoHost(step, by.actor, one));
    const at = pointOf(incident);
    const route = routeFor(reference, incident.categoryCode, incident.districtCode, now, new Set(), at);
    const basis = body.basis ?? (route?.unitCode === unitCode ? route.basis : null);
    const before = incident.status === 'received' ? '受理立案，' : '';
    const under = condition === undefined || condition === 'default' ? '' : `按“${condition}”立案，`;
    const words = [`${before}${under}${given.words}${note ? `：${note}` : ''}`, ...beside].join('；');
    const filed = condition === undefined ? {} : { condition };
    return { words, reason: basis, patch: { unit_code: unitCode, basis, ...filed }, detail: { unitCode } };
  });
}

/** 立案条件: one of the category's own; absent, the one that it was filed under stays. */
function conditionOf({ incident, reference }: Step, chosen: string | undefined): string | undefined {
  const own = reference.category.get(incident.categoryCode)?.limits.map(({ condition }) => condition) ?? [];
  if (chosen === undefined || own.includes(chosen)) return chosen;
  throw new Refusal('bad-input', `该小类没有“${chosen}”这一立案条件，请重新选择`);
}
