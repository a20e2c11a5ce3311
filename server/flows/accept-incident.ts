import type { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import { severityNames } from '#contracts/incident.ts';
import type { moveBodies } from '#contracts/desk.ts';
import type { IncidentRow, Patch } from '#store/incidents.ts';
import { moveIncident } from './flow.ts';
import type { By, FlowParts } from './flow.ts';

/** 受理: an operator takes the matter on; filing (立案) is passed by rule and leaves its own line of history. */
export async function acceptIncident(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof moveBodies.accept>,
): Promise<IncidentRow> {
  return moveIncident(parts, by, { id, version: body.version, move: 'accept' }, async ({ reference }) => {
    const patch: Patch = {};
    const words = ['受理，按规则立案'];
    if (body.categoryCode) {
      const category = reference.category.get(body.categoryCode);
      if (!category) throw new Refusal('bad-input', `没有代码为“${body.categoryCode}”的小类`);
      Object.assign(patch, {
        category_code: category.code,
        family_code: category.familyCode,
        wall: category.wall,
      });
      words.push(`小类定为${category.name}`);
    }
    if (body.severity) {
      patch.severity = body.severity;
      words.push(`等级定为${severityNames[body.severity as 1 | 2 | 3 | 4]}`);
    }
    return { words: words.join('，'), patch, detail: { filed: true } };
  });
}
