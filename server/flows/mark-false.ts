import type { z } from 'zod';
import type { moveBodies } from '#contracts/desk.ts';
import { Refusal } from '#contracts/errors.ts';
import { AlarmSource, falseReasonNames } from '#contracts/false-alarm.ts';
import type { FalseAlarmBody, LiftBody } from '#contracts/false-alarm.ts';
import type { Actor } from '#contracts/people.ts';
import { momentWords } from '#domain/city-day.ts';
import { isSafety, isSameKind, kindName, quietUntil } from '#domain/false-alarm.ts';
import { record } from '#store/audit.ts';
import { inTransaction } from '#store/db.ts';
import * as falseAlarms from '#store/false-alarms.ts';
import type { AlarmRow, MarkRow, NewMark } from '#store/false-alarms.ts';
import * as incidents from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { lockIncident, noteBeside } from './flow.ts';
import type { By, MoveParts, Step } from './flow.ts';

/** 标误报: beside the course of the matter; a camera may be wrong about what others rightly reported. */
export async function markFalse(
  parts: MoveParts,
  by: By,
  id: number,
  body: z.output<(typeof moveBodies)['mark-false']>,
): Promise<IncidentRow> {
  const saved = await inTransaction(parts.pool, by.scope, async (tx, now) => {
    const incident = await lockIncident(tx, id, body.version);
    if (incident.status === 'merged')
      throw new Refusal('wrong-status', '该案件已并案，请到并入的案件上标误报');
    const step = { tx, now, incident, reference: parts.reference() };
    const words = await markAlarms(step, by, body);
    return noteBeside(step, by, 'mark-false', { words, reason: falseReasonNames[body.why] });
  });
  parts.wake('change');
  return saved;
}

/** A mark that says all there is to say: it quiets now, or it is one of safety. */
const stands = (mark: MarkRow, now: Date): boolean =>
  mark.endedAt === null && (mark.quietUntil === null || mark.quietUntil > now);

/**
 * Marks alarms of a locked incident and answers the sentence for its timeline. From now on alarms of the same device and
 * kind are only counted, but for safety. Throws Refusal when no device spoke, or all of it is marked.
 */
export async function markAlarms(step: Step, by: By, body: FalseAlarmBody): Promise<string> {
  const { tx, now, incident } = step;
  const all = await falseAlarms.alarmsOf(tx, incident.id);
  const standing = (await falseAlarms.marksOf(tx, incident.id)).filter((mark) => stands(mark, now));
  const wanted = body.alarms;
  const chosen = wanted ? all.filter((alarm) => wanted.some((one) => isSameKind(one, alarm))) : all;
  if (chosen.length < (wanted?.length ?? 1))
    throw new Refusal('bad-input', '只有摄像机、传感器的告警可标误报；来电、上报不作误报静默');
  const fresh = chosen.filter((alarm) => !standing.some((mark) => isSameKind(mark, alarm)));
  if (fresh.length === 0)
    throw new Refusal('wrong-status', `该设备同类告警已由${standing[0]!.markedName}标为误报，不必重复`);
  const marks = fresh.map((alarm) => markOf(step, alarm));
  const judged = { incidentId: incident.id, why: body.why, note: body.note, by: by.actor.username, name: by.actor.name }; // prettier-ignore
  await falseAlarms.add(tx, marks, judged, now);
  const detail = { reason: falseReasonNames[body.why], note: body.note, alarms: marks.map(({ assetId, kind }) => `${assetId} ${kind}`) }; // prettier-ignore
  await record(tx, { actor: by.actor.username, action: 'false-alarm.mark', target: `incident/${incident.id}`, detail, now }); // prettier-ignore
  const note = body.note === '' ? '' : `，${body.note}`;
  const lines = fresh.map((alarm) => lineOf(step, alarm));
  return `标误报（${falseReasonNames[body.why]}${note}）：${lines.join('；')}`;
}

function markOf(
  { now, incident, reference }: Step,
  { source, assetId, kind, categoryCode }: AlarmRow,
): NewMark {
  const key = { source, assetId, kind, categoryCode };
  if (isSafety(reference, categoryCode)) return { ...key, since: null, until: null };
  // What was seen since the matter began is the same thing, also when it arrives late.
  return { ...key, since: incident.openedAt, until: quietUntil(now) };
}

function lineOf({ now, reference }: Step, { source, kind, deviceName, categoryCode }: AlarmRow): string {
  const what = `${deviceName}${kindName(reference, source, kind)}`;
  if (isSafety(reference, categoryCode)) return `${what}属安全类，不静默`;
  return `${what} 24 小时内只计数、不立案，至 ${momentWords(quietUntil(now))}`;
}

/** 恢复: alarms of the device and kind file again at once; `wrong` takes the judgement itself back. */
export async function liftFalse(
  parts: MoveParts,
  by: By,
  id: number,
  body: z.output<typeof LiftBody>,
): Promise<IncidentRow> {
  const saved = await inTransaction(parts.pool, by.scope, async (tx, now) => {
    const found = await falseAlarms.byId(tx, id);
    const incident = found ? await incidents.lock(tx, found.incidentId) : null;
    // Again, under the incident's lock: whoever was faster has ended it.
    const mark = incident ? await falseAlarms.byId(tx, id) : null;
    if (!incident || !mark) throw new Refusal('not-found', '没有这条误报记录，或不在您的管辖范围内');
    assertLift(mark, body.wrong, now);
    const { username, name } = by.actor;
    await falseAlarms.end(tx, [id], { by: username, name, ...body }, now);
    const detail = { reason: body.reason, deviceId: mark.assetId, kind: mark.kind, withdrawn: body.wrong };
    await record(tx, { actor: username, action: 'false-alarm.lift', target: `incident/${incident.id}`, detail, now }); // prettier-ignore
    const what = `${mark.deviceName}${kindName(parts.reference(), mark.source, mark.kind)}`;
    const words = `${body.wrong ? `撤销误报认定，${what}告警照常立案` : `恢复${what}告警立案`}：${body.reason}`;
    return noteBeside({ tx, now, incident }, by, 'lift-false', { words, reason: body.reason });
  });
  parts.wake('change');
  return saved;
}

function assertLift(mark: MarkRow, wrong: boolean, now: Date): void {
  if (mark.withdrawn) throw new Refusal('wrong-status', `该误报认定已由${mark.endedName ?? '他人'}撤销`);
  if (wrong) return;
  if (mark.endedAt !== null) throw new Refusal('wrong-status', `已由${mark.endedName ?? '他人'}恢复立案`);
  if (mark.quietUntil === null)
    throw new Refusal('wrong-status', '安全类从未静默，无须恢复；认定有误的，请撤销误报认定');
  if (mark.quietUntil <= now) throw new Refusal('wrong-status', '静默已到期，同类告警已照常立案');
}

/**
 * 重开: what only devices reported and is worked on again was no false alarm; of what people reported too, the device may
 * have been wrong all the same. Answers whether a mark was taken back.
 */
export async function withdrawMarks(
  { tx, now, incident }: Pick<Step, 'tx' | 'now' | 'incident'>,
  actor: Pick<Actor, 'username' | 'name'>,
): Promise<boolean> {
  const onlyDevices = Object.keys(incident.sources).every((source) => AlarmSource.safeParse(source).success);
  if (incident.status !== 'rejected' && !onlyDevices) return false;
  const marks = await falseAlarms.marksOf(tx, incident.id);
  if (marks.length === 0) return false;
  const { username, name } = actor;
  const reason = '案件重开';
  await falseAlarms.end(tx, marks.map((mark) => mark.id), { by: username, name, reason, wrong: true }, now); // prettier-ignore
  const detail = { reason, alarms: marks.map(({ assetId, kind }) => `${assetId} ${kind}`), withdrawn: true };
  await record(tx, { actor: username, action: 'false-alarm.lift', target: `incident/${incident.id}`, detail, now }); // prettier-ignore
  return true;
}
