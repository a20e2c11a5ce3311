import type { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import { supervisionStateNames } from '#contracts/supervision.ts';
import type { DiscardBody, ReleaseBody, SignSupervisionBody } from '#contracts/supervision.ts';
import { unitNameOf } from '#contracts/reference.ts';
import { can } from '#domain/rights.ts';
import { levelNames, signingRight } from '#domain/supervision.ts';
import type { Level } from '#domain/supervision.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import * as incidents from '#store/incidents.ts';
import * as supervisions from '#store/supervisions.ts';
import type { SupervisionRow } from '#store/supervisions.ts';
import { lockIncident, note } from './flow.ts';
import type { By, FlowParts, Step } from './flow.ts';
import { notifyUnit } from './notify-unit.ts';

type Taken = { step: Step; one: SupervisionRow; level: string };

/** 签发督办单: a named person signs what the machine drafted; only then the unit hears of it. */
export async function signSupervision(
  parts: FlowParts,
  by: By,
  id: number,
  { text }: z.output<typeof SignSupervisionBody>,
): Promise<void> {
  await act(parts, by, id, ['draft'], async ({ step, one, level }) => {
    const { tx, now, incident, reference } = step;
    await supervisions.sign(tx, id, text, by.actor, now);
    const body = { title: `督办（${level}）：${one.title}`, ring: true, severity: incident.severity };
    const notice = { taskId: one.taskId, incidentId: incident.id, step: `supervise-${id}`, body };
    await notifyUnit(tx, reference, { ...notice, unitCode: one.unitCode }, now);
    return { move: 'supervise', words: `签发${level}督办单，要求${unitName(step, one)}回复` };
  });
}

/** 作废: a draft that is not to be sent, with the reason; the same level is not drafted again. */
export async function discardSupervision(
  parts: FlowParts,
  by: By,
  id: number,
  { reason }: z.output<typeof DiscardBody>,
): Promise<void> {
  await act(parts, by, id, ['draft'], async ({ step: { tx, now }, level }) => {
    await supervisions.end(tx, id, { state: 'dropped', note: reason, by: by.actor }, now);
    return { move: 'discard-supervision', words: `${level}督办单拟稿作废：${reason}`, reason };
  });
}

/** 解除督办: from level 2 on nothing is closed before whoever may sign such a one has seen the reply. */
export async function releaseSupervision(
  parts: FlowParts,
  by: By,
  id: number,
  { reason }: z.output<typeof ReleaseBody>,
): Promise<void> {
  await act(parts, by, id, ['replied'], async ({ step: { tx, now }, level }) => {
    await supervisions.end(tx, id, { state: 'released', note: reason, by: by.actor }, now);
    return { move: 'release-supervision', words: `解除${level}督办：${reason}`, reason };
  });
}

/** One act on a 督办单 in one transaction, its incident first; refuses who may not, and what has been done already. */
async function act(
  parts: FlowParts,
  by: By,
  id: number,
  from: readonly SupervisionRow['state'][],
  work: (taken: Taken) => Promise<{ move: string; words: string; reason?: string }>,
): Promise<void> {
  await inTransaction(parts.pool, by.scope, async (tx) => {
    const seen = await supervisions.byId(tx, id);
    if (!seen) throw new Refusal('not-found', '没有找到该督办单');
    const incident = await lockIncident(tx, seen.incidentId, null);
    const one = (await supervisions.byId(tx, id))!;
    const level = levelNames[one.level as Level];
    if (!can(by.actor, signingRight(one.level)))
      throw new Refusal('not-allowed', `${level}督办由${one.level === 1 ? '值班长' : '中心负责人'}办理`);
    // A unit that no longer has the task cannot answer any more.
    const gone = one.state === 'sent' && !one.withUnit && from.includes('replied');
    if (!from.includes(one.state) && !gone)
      throw new Refusal('wrong-status', `该督办单当前为“${supervisionStateNames[one.state]}”，不能办理此步`);
    const now = await cityNow(tx);
    const step = { tx, now, incident, reference: parts.reference() };
    const { move, ...done } = await work({ step, one, level });
    const row = await incidents.save(tx, incident.id, {}, now);
    await note(tx, by.actor, { row, from: incident.status, move, now }, done);
  });
  parts.wake('change');
  parts.wake('delivery');
}

function unitName({ reference }: Step, { unitCode }: SupervisionRow): string {
  return unitNameOf(reference, unitCode);
}

/** Refuses what would end a matter whose supervision of level 2 or 3 nobody has released. */
export async function assertReleased(
  { tx, incident }: Pick<Step, 'tx' | 'incident'>,
  what: string,
): Promise<void> {
  const all = await supervisions.ofIncident(tx, incident.id);
  const held = all.find(
    ({ kind, level, state }) =>
      (level > 1 || kind !== 'overdue') && (state === 'sent' || state === 'replied'),
  );
  if (!held) return;
  const level = levelNames[held.level as Level];
  throw new Refusal('wrong-status', `该案件的${level}督办尚未解除，须由督办人解除后才能${what}`);
}
