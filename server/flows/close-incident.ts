import type { z } from 'zod';
import type { moveBodies } from '#contracts/desk.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { stopDeadlines } from '#store/outgoing.ts';
import { assertNoneTracked, endTasks } from './ask-co-host.ts';
import { assertReleased } from './sign-supervision.ts';
import { moveIncident } from './flow.ts';
import type { By, FlowParts } from './flow.ts';

/** 结案: the matter is done and its task ends; each caller's promise runs on until that caller is answered. */
export async function closeIncident(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof moveBodies.close>,
): Promise<IncidentRow> {
  return moveIncident(parts, by, { id, version: body.version, move: 'close' }, async (step) => {
    const { tx, now, incident } = step;
    await assertNoneTracked(step, '结案');
    await assertReleased(step, '结案');
    const silent = await endTasks(step, 'all', '案件已结案');
    await stopDeadlines(tx, 'incident', [id], { kind: null, stage: null }, now);
    const unanswered = incident.requestCount - incident.answeredCount;
    const rest = `${silent ? `，协办${silent}` : ''}${unanswered > 0 ? `，尚有 ${unanswered} 件诉求待答复` : ''}`;
    return {
      words: `结案${body.reason ? `：${body.reason}` : ''}${rest}`,
      reason: body.reason || null,
      patch: { closed_at: now },
    };
  });
}
