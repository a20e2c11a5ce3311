import { Refusal } from '#contracts/errors.ts';
import type { Reference } from '#contracts/reference.ts';
import { reportLimitOf } from '#domain/bulletin.ts';
import { momentWords } from '#domain/city-day.ts';
import { inTransaction } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import * as bulletins from '#store/bulletins.ts';
import * as incidents from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { addDeadlines, stopDeadlines } from '#store/outgoing.ts';
import { lockIncident, note } from './flow.ts';
import type { By, FlowParts } from './flow.ts';

const minuteMs = 60_000;

/** 列为应报: from this moment the clocks of the spoken and the written report run, frozen with the limits of now. */
export async function judgeReportable(parts: FlowParts, by: By, incidentId: number): Promise<void> {
  await inTransaction(parts.pool, by.scope, async (tx, now) => {
    const incident = await lockIncident(tx, incidentId, null);
    const before = await bulletins.reportable(tx, incidentId);
    if (before)
      throw new Refusal(
        'wrong-status',
        `${before.judgedName}已于 ${momentWords(before.judgedAt)} 列为应报，时限照旧`,
      );
    await judgeWithin(tx, by, incident, parts.reference(), now);
  });
  parts.wake('change');
  parts.wake('deadline');
}

/** The judgement within the transaction of a step that needs it. The incident is locked. */
export async function judgeWithin(
  tx: Db,
  by: By,
  incident: IncidentRow,
  reference: Reference,
  now: Date,
): Promise<void> {
  const limit = reportLimitOf(reference.reportLimit.values(), incident.severity);
  if (!limit) throw new Refusal('wrong-status', '基础数据里没有报送时限，请系统管理员先设定');
  const due = {
    oralDueAt: new Date(now.getTime() + limit.oralMinutes * minuteMs),
    writtenDueAt: new Date(now.getTime() + limit.writtenMinutes * minuteMs),
  };
  await bulletins.judge(tx, incident.id, due, by.actor, now);
  const clock = (stage: string, minutes: number, dueAt: Date) => ({
    subject: 'bulletin' as const,
    subjectId: incident.id,
    incidentId: incident.id,
    kind: 'stage' as const,
    stage,
    seq: 1,
    startedAt: now,
    dueAt,
    amount: minutes / 60,
    unit: 'urgent-hour',
    calendarVersion: reference.calendar.version,
    limitVersion: String(reference.version),
    flags: [],
  });
  await addDeadlines(tx, [
    clock('oral', limit.oralMinutes, due.oralDueAt),
    clock('written', limit.writtenMinutes, due.writtenDueAt),
  ]);
  const row = await incidents.save(tx, incident.id, {}, now);
  const words = `列为应报事项：口头 ${limit.oralMinutes} 分钟、书面 ${limit.writtenMinutes} 分钟`;
  await note(tx, by.actor, { row, from: row.status, move: 'bulletin', now }, { words });
}

/** 口头已报: who was told by telephone; the spoken clock stops. */
export async function reportOrally(parts: FlowParts, by: By, incidentId: number, to: string): Promise<void> {
  await inTransaction(parts.pool, by.scope, async (tx, now) => {
    const incident = await lockIncident(tx, incidentId, null);
    const before = await bulletins.reportable(tx, incidentId);
    if (before?.oralAt)
      throw new Refusal(
        'wrong-status',
        `${before.oralName}已于 ${momentWords(before.oralAt)} 口头报告${before.oralTo}`,
      );
    if (!before) await judgeWithin(tx, by, incident, parts.reference(), now);
    await bulletins.saidOrally(tx, incidentId, to, by.actor, now);
    await stopDeadlines(tx, 'bulletin', [incidentId], { kind: 'stage', stage: 'oral' }, now);
    const row = await incidents.save(tx, incidentId, {}, now);
    await note(tx, by.actor, { row, from: row.status, move: 'bulletin', now }, { words: `口头报告${to}` });
  });
  parts.wake('change');
}
