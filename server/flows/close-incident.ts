import type { z } from 'zod';
import type { moveBodies } from '#contracts/desk.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { stopDeadlines } from '#store/outgoing.ts';
import * as tasks from '#store/tasks.ts';
import { moveIncident } from './flow.ts';
import type { By, FlowParts } from './flow.ts';

/** 结案: the matter is done and its task ends; each caller's promise runs on until that caller is answered. */
export async function closeIncident(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof moveBodies.close>,
): Promise<IncidentRow> {
  return moveIncident(
    parts,
    by,
    { id, version: body.version, move: 'close' },
    async ({ tx, now, incident }) => {
      const task = await tasks.lockOpenHost(tx, id);
      if (task) {
        await tasks.save(tx, task.id, { status: 'done', ended_at: now }, now);
        await stopDeadlines(tx, 'task', [task.id], { kind: null, stage: null }, now);
      }
      await stopDeadlines(tx, 'incident', [id], { kind: null, stage: null }, now);
      const unanswered = incident.requestCount - incident.answeredCount;
      const rest = unanswered > 0 ? `，尚有 ${unanswered} 件诉求待答复` : '';
      return {
        words: `结案${body.reason ? `：${body.reason}` : ''}${rest}`,
        reason: body.reason || null,
        patch: { closed_at: now },
      };
    },
  );
}
