import { categoryNameOf } from '#contracts/reference.ts';
import type { Callout } from '#contracts/duty.ts';
import { Refusal } from '#contracts/errors.ts';
import { machine } from '#contracts/people.ts';
import type { Actor } from '#contracts/people.ts';
import type { Reference } from '#contracts/reference.ts';
import { answerWithinMs, callWithinMs, centreOf, dutyDayOf } from '#domain/duty.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import * as alerts from '#store/alerts.ts';
import * as callouts from '#store/callouts.ts';
import * as duty from '#store/duty.ts';
import * as incidents from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import * as warnings from '#store/warnings.ts';
import { lockIncident, note } from './flow.ts';
import type { By, FlowParts } from './flow.ts';

type Parts = Pick<FlowParts, 'pool' | 'reference' | 'wake'>;
type Who = Pick<Actor, 'username' | 'name'>;
const mostAtOnce = 50;

/** Whose call it is: every post of the units named, and who leads the city's night. */
async function callPeople(
  tx: Db,
  calloutId: number,
  { reference, unitCodes, now }: { reference: Reference; unitCodes: readonly string[] | 'all'; now: Date },
): Promise<number> {
  const wanted = { centre: centreOf(reference), unitCodes };
  const people = await duty.responsible(tx, dutyDayOf(now), wanted);
  return callouts.add(tx, calloutId, people, new Date(now.getTime() + answerWithinMs), now);
}

/** 叫应 of a matter: opened once a round, and completed when a unit gets it later. The incident is locked. */
async function callOut(
  tx: Db,
  who: Who,
  incident: IncidentRow,
  { reference, now }: { reference: Reference; now: Date },
): Promise<{ calloutId: number; added: number }> {
  const { id, no, title, round, departmentCode, wall, categoryCode } = incident;
  // The ledger is read by many: the most sensitive matters stand in it by their category.
  const told = wall === 'never' ? categoryNameOf(reference, categoryCode) : title;
  const one = { about: 'incident' as const, aboutId: id, round, incidentId: id, no, title: told };
  const calloutId =
    (await callouts.open(tx, one, who, now)) ?? (await callouts.idOf(tx, 'incident', id, round))!;
  const unitCodes = departmentCode === null ? [] : [departmentCode];
  const added = await callPeople(tx, calloutId, { reference, unitCodes, now });
  if (added > 0) {
    const row = await incidents.save(tx, id, {}, now);
    const words = `叫应 ${added} 名责任人，10 分钟未接改叫备岗`;
    await note(tx, who, { row, from: row.status, move: 'callout', now }, { words });
  }
  return { calloutId, added };
}

/** By a person: of a matter, an alert or a warning. Throws Refusal when the roster names nobody. */
export async function openCallout(
  parts: Parts,
  by: By,
  about: Callout['about'],
  aboutId: number,
): Promise<void> {
  await inTransaction(parts.pool, by.scope, async (tx, now) => {
    const reference = parts.reference();
    if (about === 'incident') {
      const incident = await lockIncident(tx, aboutId, null);
      const { added } = await callOut(tx, by.actor, incident, { reference, now });
      if (added === 0) throw nobody(now);
      return;
    }
    const { title, unitCodes } = await subjectOf(tx, about, aboutId);
    const one = { about, aboutId, round: 1, incidentId: null, no: null, title };
    const calloutId = await callouts.open(tx, one, by.actor, now);
    if (calloutId === null) throw new Refusal('wrong-status', '已在叫应，请登记各人的接听结果');
    if ((await callPeople(tx, calloutId, { reference, unitCodes, now })) === 0) throw nobody(now);
  });
  parts.wake('change');
}

const nobody = (now: Date): Refusal =>
  new Refusal(
    'wrong-status',
    `${dutyDayOf(now)} 的值班表没有（其他）应叫应的人，请值班长先补值班表；急事直接拨打单位值班电话`,
  );

async function subjectOf(
  tx: Db,
  about: 'alert' | 'warning',
  id: number,
): Promise<{ title: string; unitCodes: readonly string[] | 'all' }> {
  if (about === 'warning') {
    const row = await warnings.byId(tx, id);
    if (!row) throw new Refusal('not-found', '没有这条预警');
    return { title: `${row.issuer} ${row.title ?? row.hazard}`, unitCodes: 'all' };
  }
  const row = await alerts.subject(tx, id);
  if (!row) throw new Refusal('not-found', '没有这条告警');
  return { title: row.words, unitCodes: row.unitCode === null ? [] : [row.unitCode] };
}

/** By the machine: 特急 matters and unconfirmed danger are called out at once, and again for a unit that gets one later. */
export async function openDueCallouts(parts: Parts): Promise<number> {
  const began = await cityNow(parts.pool);
  const since = new Date(began.getTime() - callWithinMs);
  const due = await callouts.uncalled(parts.pool, since, mostAtOnce);
  if (due.length === 0) return 0;
  const roster = await duty.responsible(parts.pool, dutyDayOf(began), {
    centre: centreOf(parts.reference()),
    unitCodes: due.flatMap(({ unitCode }) => unitCode ?? []),
  });
  const centre = centreOf(parts.reference());
  // Without a roster there is nobody to call, and nothing is written over and over.
  const reachable = due.filter(({ unitCode }) =>
    roster.some((one) => one.unitCode === centre || one.unitCode === unitCode),
  );
  let added = 0;
  for (const { id } of reachable)
    added += await inTransaction(parts.pool, '*', async (tx, now) => {
      const incident = await lockIncident(tx, id, null);
      return (await callOut(tx, machine, incident, { reference: parts.reference(), now })).added;
    });
  if (added > 0) parts.wake('change');
  return added;
}
