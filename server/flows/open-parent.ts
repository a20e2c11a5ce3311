import { randomUUID } from 'node:crypto';
import type { Family } from '#contracts/reference.ts';
import { dayOf } from '#domain/city-day.ts';
import { boxAround, distanceM } from '#domain/geo.ts';
import type { LngLat } from '#domain/geo.ts';
import { clockOf } from '#domain/limits.ts';
import { districtsAt } from '#store/areas.ts';
import type { BurstRow } from '#store/bursts.ts';
import type { Db } from '#store/db.ts';
import * as events from '#store/events.ts';
import * as incidents from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { keyHash } from '#store/key-hash.ts';
import * as mergeWrite from '#store/merge-write.ts';
import { addDeadlines, deadlineRow } from '#store/outgoing.ts';
import { note } from './flow.ts';
import type { By, FlowParts } from './flow.ts';

/**
 * 另立母案: the matter that stands for the cause, built from one event as every other: that this person judged so. It
 * waits at the desk with its dispatching clock running; the net of the merge does not hold it.
 */
export async function openParent(
  tx: Db,
  parts: FlowParts,
  by: By,
  burst: BurstRow,
  children: readonly IncidentRow[],
  now: Date,
): Promise<IncidentRow> {
  const reference = parts.reference();
  const category = reference.category.get(burst.categoryCode)!;
  const family = reference.family.get(category.familyCode)!;
  const place = middleOf(children);
  const event = await report(tx, by, burst, place, now);
  const { day, first } = await incidents.takeNumbers(parts.pool, now, 1);
  const due = clockOf(reference, category, 'dispatch', now);
  const [area] = place ? await districtsAt(tx, [place]) : [];
  const own = children.some(({ familyCode }) => familyCode === family.code);
  const row: mergeWrite.NewIncident = {
    ...bare,
    ...boxes(place, family, own),
    no: incidents.printedNo(day, first),
    categoryCode: category.code,
    familyCode: family.code,
    severity: category.severity,
    title: burst.title,
    address: null,
    districtCode: burst.districtCode,
    gridCode: area?.gridCode ?? null,
    openedAt: now,
    lastEventAt: now,
    dueAt: due?.dueAt ?? null,
    // Its title names a district and a cause, its place is the middle of many: nobody's home shows through.
    wall: own ? category.wall : 'point',
  };
  const [id] = await mergeWrite.open(tx, [row], now);
  await mergeWrite.link(tx, [{ ...event, incidentId: id!, categoryCode: category.code, score: 1, parts: {}, reasons: [`${by.actor.name}按系统建议归案`], weightsVersion: family.weightsVersion, decidedBy: by.actor.username, quietId: null }], now); // prettier-ignore
  const subject = { subject: 'incident' as const, subjectId: id!, incidentId: id!, kind: 'stage' as const, stage: 'dispatch', seq: 1 }; // prettier-ignore
  if (due) await addDeadlines(tx, [deadlineRow(subject, due)]);
  const [opened] = await incidents.rowsByIds(tx, [id!]);
  const words = `按系统建议“${burst.name}”另立母案：${burst.reasons[0] ?? burst.title}`;
  await note(tx, by.actor, { row: opened!, from: null, move: 'receive', now }, { words, detail: { burstId: burst.id } }); // prettier-ignore
  return opened!;
}

const bare = {
  status: 'received',
  townCode: null,
  unitCode: null,
  basis: null,
  closedAt: null,
  eventCount: 1,
  sources: { report: 1 },
  requestCount: 0,
  assets: [],
  danger: [],
  dangerEventId: null,
  auto: false,
  recurrenceOf: null,
  quiet: false,
} satisfies Partial<mergeWrite.NewIncident>;

type Middle = LngLat & { accuracyM: number };

/** The middle of all places, as far off as the farthest of them. */
function middleOf(children: readonly IncidentRow[]): Middle | null {
  const at = children.flatMap(({ lng, lat }) => (lng === null || lat === null ? [] : [{ lng, lat }]));
  if (at.length === 0) return null;
  const mean = (of: (one: LngLat) => number): number => at.reduce((sum, one) => sum + of(one), 0) / at.length;
  const middle = { lng: mean(({ lng }) => lng), lat: mean(({ lat }) => lat) };
  return { ...middle, accuracyM: Math.ceil(Math.max(50, ...at.map((one) => distanceM(middle, one)))) };
}

/** Further reports of the cause join it; of the very family of its children none does: each belongs to its own place. */
function boxes(
  place: Middle | null,
  family: Family,
  own: boolean,
): Pick<mergeWrite.NewIncident, 'lng' | 'lat' | 'accuracyM' | 'net' | 'reach'> {
  // prettier-ignore
  if (place === null) return { lng: null, lat: null, accuracyM: null, net: null, reach: null };
  return { ...place, net: null, reach: own ? null : boxAround(place, family.radiusM) };
}

async function report(
  tx: Db,
  by: By,
  burst: BurstRow,
  place: Middle | null,
  now: Date,
): Promise<{ eventId: number; acceptedOn: string }> {
  // prettier-ignore
  const key = `operator/burst-${burst.id}-${randomUUID()}`;
  const body = `${by.actor.name}按系统建议归案：${burst.name}。${burst.reasons.join('；')}`;
  const event: events.NewEvent = {
    source: 'report',
    key,
    key_hash: keyHash(key),
    body_hash: keyHash(body),
    observed_at: now.toISOString(),
    category_code: burst.categoryCode,
    body,
    address: null,
    lng: place?.lng ?? null,
    lat: place?.lat ?? null,
    accuracy_m: place?.accuracyM ?? null,
    asset_id: null,
    confidence: null,
    phase: null,
    severity: null,
    history: false,
    flags: [],
    detail: { reporterKind: 'operator', selfHandled: false },
    sealed: null,
  };
  const [stored] = await events.accept(tx, [event], now);
  return { eventId: stored!.eventId, acceptedOn: dayOf(now) };
}
