import type { z } from 'zod';
import type { moveBodies } from '#contracts/desk.ts';
import { Refusal } from '#contracts/errors.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { stopDeadlines } from '#store/outgoing.ts';
import { waitingElsewhere } from '#store/several.ts';
import { adviseChildren } from './advise-children.ts';
import { assertNoneTracked, endTasks } from './ask-co-host.ts';
import { assertReleased } from './sign-supervision.ts';
import { assertNotOwnWork } from './judge-task.ts';
import { moveIncident } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { markAlarms } from './mark-false.ts';

/** 结案: the matter is done and its task ends; each caller's promise runs on until that caller is answered. */
export async function closeIncident(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof moveBodies.close>,
): Promise<IncidentRow> {
  return moveIncident(parts, by, { id, version: body.version, move: 'close' }, async (step) => {
    const { tx, now, incident } = step;
    // Straight from the inspection: whoever closes has inspected, and says what was seen.
    if (incident.status === 'inspecting') {
      if (body.reason.trim().length < 2)
        throw new Refusal('bad-input', '尚未核查：请写明核查情况（看到了什么）再结案');
      await assertNotOwnWork(step, by.actor.username);
    }
    await assertNoneTracked(step, '结案');
    await assertReleased(step, '结案');
    const silent = await endTasks(step, 'all', '案件已结案');
    await stopDeadlines(tx, 'incident', [id], { kind: null, stage: null }, now);
    const unanswered = incident.requestCount - incident.answeredCount;
    const held = unanswered > 0 ? await waitingElsewhere(tx, id) : 0;
    const rest = `${silent ? `，协办${silent}` : ''}${unanswered > 0 ? `，尚有 ${unanswered} 件诉求待答复` : ''}${held > 0 ? `，其中 ${held} 件另有事项在办，全部办结后一并答复` : ''}`;
    const open = await adviseChildren(step, by, body.reason);
    const left = open.length > 0 ? `，尚有 ${open.length} 件子案各自办理` : '';
    const marked = body.falseAlarm ? `。${await markAlarms(step, by, body.falseAlarm)}` : '';
    return {
      words: `结案${body.reason ? `：${body.reason}` : ''}${rest}${left}${marked}`,
      reason: body.reason || null,
      patch: { closed_at: now },
    };
  });
}
