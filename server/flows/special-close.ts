import type { z } from 'zod';
import type { moveBodies } from '#contracts/desk.ts';
import { Refusal } from '#contracts/errors.ts';
import { inTransaction } from '#store/db.ts';
import * as incidents from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { stopDeadlines } from '#store/outgoing.ts';
import { attachToIncident } from '#store/photos.ts';
import { drop as dropPleas } from '#store/pleas.ts';
import * as specialCloses from '#store/special-closes.ts';
import { assertNoneTracked, endTasks } from './ask-co-host.ts';
import { assertCan, finish, lockIncident, note } from './flow.ts';
import type { By, FlowParts, Step } from './flow.ts';
import { assertReleased } from './sign-supervision.ts';

/** 申请特殊结案: with basis and attachment; the matter goes on until another person has approved (practice, rule 12). */
export async function askSpecialClose(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<(typeof moveBodies)['ask-special-close']>,
): Promise<IncidentRow> {
  const saved = await inTransaction(parts.pool, by.scope, async (tx, now) => {
    const incident = await lockIncident(tx, id, body.version);
    assertCan('special-close', incident);
    if (await specialCloses.openOf(tx, id))
      throw new Refusal('wrong-status', '本案已申请特殊结案，正等另一人审批');
    const photoIds = [...new Set(body.photoIds)];
    if ((await attachToIncident(tx, photoIds, id, by.actor.username)) < photoIds.length)
      throw new Refusal('bad-input', '有附件尚未上传完成或不是图片，请重新上传');
    const { username, name } = by.actor;
    await specialCloses.ask(tx, { incidentId: id, round: incident.round, by: username, name, basis: body.basis, photoIds }, now); // prettier-ignore
    const row = await incidents.save(tx, id, {}, now);
    const words = `申请特殊结案，附件 ${photoIds.length} 张，待另一人审批：${body.basis}`;
    await note(tx, by.actor, { row, from: row.status, move: 'ask-special-close', now }, { words, reason: body.basis }); // prettier-ignore
    return row;
  });
  parts.wake('change');
  return saved;
}

/** 审批特殊结案: by another person than the one who asked. Approved, the matter is closed and counted apart. */
export async function decideSpecialClose(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<(typeof moveBodies)['special-close']>,
): Promise<IncidentRow> {
  const saved = await inTransaction(parts.pool, by.scope, async (tx, now) => {
    const incident = await lockIncident(tx, id, body.version);
    const asked = await specialCloses.openOf(tx, id);
    if (!asked) throw new Refusal('wrong-status', '本案没有待审批的特殊结案，可能已由他人审批');
    if (asked.askedBy === by.actor.username)
      throw new Refusal('not-allowed', '特殊结案须由另一人审批，申请人不能自己批');
    const { username, name } = by.actor;
    if (!body.pass && body.reason.length < 4) throw new Refusal('bad-input', '不同意须写明理由，至少 4 个字');
    await specialCloses.decide(tx, asked.id, { by: username, name, approved: body.pass, words: body.reason }, now); // prettier-ignore
    if (!body.pass) return turnDown({ tx, now, incident, reference: parts.reference() }, by, body.reason);
    return closeSpecially({ tx, now, incident, reference: parts.reference() }, by, asked);
  });
  parts.wake('change');
  parts.wake('delivery');
  return saved;
}

async function turnDown({ tx, now, incident }: Step, by: By, reason: string): Promise<IncidentRow> {
  const row = await incidents.save(tx, incident.id, {}, now);
  const words = `不同意特殊结案：${reason}`;
  await note(tx, by.actor, { row, from: row.status, move: 'special-refused', now }, { words, reason });
  return row;
}

async function closeSpecially(
  step: Step,
  by: By,
  asked: specialCloses.SpecialCloseRow,
): Promise<IncidentRow> {
  const { tx, now, incident } = step;
  assertCan('special-close', incident);
  await assertReleased(step, '特殊结案');
  await assertNoneTracked(step, '结案');
  await dropPleas(tx, incident.id, 'system', now);
  await endTasks(step, 'all', '案件已特殊结案');
  await stopDeadlines(tx, 'incident', [incident.id], { kind: null, stage: null }, now);
  const words = `特殊结案（${asked.askedName}申请，${by.actor.name}批准）：${asked.basis}`;
  return finish(
    tx,
    by.actor,
    { incident, move: 'special-close', to: 'closed', now },
    { words, reason: asked.basis, patch: { closed_at: now, special_closed: true } },
  );
}
