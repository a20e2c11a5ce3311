import { clockOf } from '#domain/limits.ts';
import { addDeadlines, deadlineRow, deadlinesOf } from '#store/outgoing.ts';
import type { Step } from './flow.ts';

/** 派遣时限: the desk's own clock runs again whenever a matter comes back to it undispatched (returned or recalled). */
export async function restartDispatchClock({ tx, now, incident, reference }: Step): Promise<void> {
  const clock = clockOf(
    reference,
    reference.category.get(incident.categoryCode)!,
    'dispatch',
    now,
    incident.condition,
  );
  if (!clock) return;
  const before = (await deadlinesOf(tx, incident.id)).filter((one) => one.stage === 'dispatch').length;
  const subject = { subject: 'incident' as const, subjectId: incident.id, incidentId: incident.id };
  await addDeadlines(tx, [
    deadlineRow({ ...subject, kind: 'stage', stage: 'dispatch', seq: before + 1 }, clock),
  ]);
}
