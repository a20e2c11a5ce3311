import type { z } from 'zod';
import type { moveBodies } from '#contracts/desk.ts';
import { Refusal } from '#contracts/errors.ts';
import { doneStatuses } from '#contracts/incident.ts';
import type { Category, Family } from '#contracts/reference.ts';
import { boxAround } from '#domain/geo.ts';
import { clockOf } from '#domain/limits.ts';
import { districtsAt } from '#store/areas.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import * as falseAlarms from '#store/false-alarms.ts';
import * as incidents from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import * as links from '#store/links.ts';
import type { EventRow } from '#store/links.ts';
import * as mergeWrite from '#store/merge-write.ts';
import * as parties from '#store/parties.ts';
import { addDeadlines, deadlineRow } from '#store/outgoing.ts';
import { dangerWords, isGrave } from '#text/danger/danger.ts';
import { findParties } from '#text/party.ts';
import { cut } from '#text/normalise.ts';
import { plainOf } from '#text/plain.ts';
import { spotsIn } from '#text/spot.ts';
import { lockIncident, note } from './flow.ts';
import type { By, FlowParts, Step } from './flow.ts';
import { lockPlace } from './reopen-incident.ts';

type Body = z.output<typeof moveBodies.split>;

/** 拆分: events that are another matter become an incident of their own, outside the net; the machine never joins them again. */
export async function splitIncident(parts: FlowParts, by: By, id: number, body: Body): Promise<IncidentRow> {
  const saved = await inTransaction(parts.pool, by.scope, async (tx) => {
    await lockPlace(tx, parts, id);
    const incident = await lockIncident(tx, id, null);
    if (doneStatuses.includes(incident.status))
      throw new Refusal('wrong-status', '案件已办结，不能拆分；可先重开');
    const events = await links.splitEvents(tx, id, body.eventIds);
    if (events.length < new Set(body.eventIds).size)
      throw new Refusal('not-found', '所选来件不属于该案件，可能已被他人拆出');
    if (events.length === incident.eventCount)
      throw new Refusal('bad-input', '至少须留下一个来件，不能全部拆出');
    const step = { tx, now: await cityNow(tx), incident, reference: parts.reference() };
    const newId = await openFor(step, parts, events);
    await links.move(
      tx,
      body.eventIds,
      id,
      newId,
      { actor: by.actor.username, reason: `${by.actor.name}拆出：${body.reason}` },
      step.now,
    );
    await falseAlarms.uncount(tx, body.eventIds);
    const said = events.map((event) => plainOf(event.body));
    const named = new Set(said.flatMap((words) => findParties('', words).map(({ key }) => key)));
    // Where a place ends and a name begins the gazetteer told; here the names themselves are known.
    const known = await parties.keysOf(tx, [id]);
    const keys = known.filter((key) => named.has(key) || said.some((words) => words.includes(key)));
    await parties.copy(tx, { from: id, to: newId, keys });
    return tell(step, by, newId, events, body.reason);
  });
  parts.wake('change');
  return saved;
}

/** The new incident of the split events: it waits at the desk, outside the net, with its dispatching clock running. */
async function openFor(step: Step, parts: FlowParts, events: readonly EventRow[]): Promise<number> {
  const { tx, now, incident, reference } = step;
  const first = events.find((event) => event.lng !== null) ?? events[0]!;
  const category =
    reference.category.get(first.categoryCode) ?? reference.category.get(incident.categoryCode)!;
  const { day, first: number } = await incidents.takeNumbers(parts.pool, now, 1);
  const due = clockOf(reference, category, 'dispatch', now);
  const made = rowOf(step, category, first, events);
  const [area] = made.lng === null ? [] : await districtsAt(tx, [{ lng: made.lng, lat: made.lat! }]);
  const row = {
    ...made,
    gridCode: area?.gridCode ?? null,
    no: incidents.printedNo(day, number),
    dueAt: due?.dueAt ?? null,
  };
  const [id] = await mergeWrite.open(tx, [row], now);
  const subject = {
    subject: 'incident' as const,
    subjectId: id!,
    incidentId: id!,
    kind: 'stage' as const,
    stage: 'dispatch',
    seq: 1,
  };
  if (due) await addDeadlines(tx, [deadlineRow(subject, due)]);
  return id!;
}

type Row = Omit<mergeWrite.NewIncident, 'no' | 'dueAt' | 'gridCode'>;

/** Where and what the split events are; sources and requests are counted once their links have moved. */
function rowOf(
  { incident, reference }: Step,
  category: Category,
  first: EventRow,
  events: readonly EventRow[],
): Row {
  const family: Family = reference.family.get(category.familyCode)!;
  const at = first.lng === null ? pointOf(incident) : { lng: first.lng, lat: first.lat! };
  const address = first.address ?? incident.address;
  return {
    status: 'received',
    categoryCode: category.code,
    familyCode: family.code,
    severity: Math.min(category.severity, ...events.map(severityOf)),
    title: `${cut(address ?? '', 20)}${category.name}`,
    lng: at?.lng ?? null,
    lat: at?.lat ?? null,
    accuracyM: at ? (first.accuracyM ?? incident.locationAccuracyM) : null,
    net: at ? boxAround(at, family.radiusM * 0.35) : null,
    reach: at ? boxAround(at, family.radiusM) : null,
    address,
    districtCode: incident.districtCode,
    townCode: incident.townCode,
    unitCode: null,
    basis: null,
    openedAt: events[0]!.observedAt,
    lastEventAt: events.at(-1)!.observedAt,
    closedAt: null,
    eventCount: events.length,
    sources: {},
    requestCount: 0,
    assets: [],
    danger: [],
    dangerEventId: null,
    auto: false,
    wall: category.wall,
    recurrenceOf: null,
    spot: spotsIn(events.map(({ body }) => plainOf(body)).join('\n')),
    quiet: false,
  };
}

/** As the merge weighs it: what the source said, or the words of danger in it. */
function severityOf({ severity, body }: EventRow): number {
  const words = dangerWords(plainOf(body));
  return Math.min(severity ?? 4, isGrave(words) ? 1 : words.length > 0 ? 2 : 4);
}

function pointOf(incident: IncidentRow): { lng: number; lat: number } | null {
  return incident.lng === null || incident.lat === null ? null : { lng: incident.lng, lat: incident.lat };
}

/** Both are counted again, and both timelines say what a person decided. */
async function tell(
  { tx, now, incident }: Step,
  by: By,
  newId: number,
  events: readonly EventRow[],
  reason: string,
): Promise<IncidentRow> {
  const opened = await links.recount(tx, newId, now);
  const left = await links.recount(tx, incident.id, now);
  const detail = { eventIds: events.map((event) => event.eventId) };
  await note(
    tx,
    by.actor,
    { row: opened, from: null, move: 'split', now },
    {
      words: `自案件 ${incident.no} 拆出 ${events.length} 个来件：${reason}`,
      reason,
      detail: { ...detail, from: incident.id },
    },
  );
  await note(
    tx,
    by.actor,
    { row: left, from: left.status, move: 'split', now },
    {
      words: `拆出 ${events.length} 个来件，另立案件 ${opened.no}：${reason}`,
      reason,
      detail: { ...detail, to: newId },
    },
  );
  return opened;
}
