import type { z } from 'zod';
import type { moveBodies } from '#contracts/desk.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { stopDeadlines } from '#store/outgoing.ts';
import * as requests from '#store/requests.ts';
import { cut } from '#text/normalise.ts';
import { assertNoneTracked, endTasks } from './ask-co-host.ts';
import { moveIncident } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { writeBackWithin } from './write-back.ts';

/**
 * 即时答复办结: consultations need no task, no inspection, no photo; every open request of it is answered with the words.
 * Who has told several matters is not: that caller gets one answer, which names them all.
 */
export async function answerDirectly(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof moveBodies.answer>,
): Promise<IncidentRow> {
  return moveIncident(parts, by, { id, version: body.version, move: 'answer' }, async (step) => {
    const { tx, now, reference } = step;
    await assertNoneTracked(step, '答复办结');
    await endTasks(step, 'all', '案件已答复办结');
    const waiting = (await requests.ofIncident(tx, id)).filter((row) => row.status === 'open');
    const open = waiting.filter(({ matters }) => matters.length === 0).map((row) => row.id);
    await requests.lock(tx, open);
    await requests.answer(tx, open, body.text, by.actor.name, now);
    await writeBackWithin(tx, reference, open, now);
    await stopDeadlines(tx, 'request', open, { kind: 'promise', stage: null }, now);
    await stopDeadlines(tx, 'incident', [id], { kind: null, stage: null }, now);
    const { answered, all } = await requests.tally(tx, id);
    const left = waiting.length - open.length;
    const rest = left > 0 ? `；另有 ${left} 位一电多事，各件办结后一并答复` : '';
    const words = `即时答复办结：${cut(body.text, 60)}${body.text.length > 60 ? '…' : ''}${rest}`;
    return { words, patch: { closed_at: now, answered_count: answered, request_count: all } };
  });
}
