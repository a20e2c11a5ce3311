import type { Family, Reference } from '#contracts/reference.ts';
import type { LngLat } from '#domain/geo.ts';
import { covers, lockKeys } from '#domain/locks.ts';
import type { LockArea } from '#domain/locks.ts';
import { isVague, manyTold } from '#domain/merging.ts';
import type { Db } from '#store/db.ts';
import type * as history from '#store/history.ts';
import * as incidents from '#store/incidents.ts';
import * as mergeSearch from '#store/merge-search.ts';
import * as mergeWrite from '#store/merge-write.ts';
import type { Bump, Bumped } from '#store/merge-write.ts';
import { Moved } from './moved.ts';
import { countComing } from './one-call.ts';
import type { Attachment } from './plan.ts';
import { joinedWords, linkOf } from './words.ts';
import type { Planned } from './write.ts';
import { assetsOf, boxesOf, countSources } from './write-openings.ts';
import type { FiledRequests } from './write-requests.ts';

/** What openings and attachments leave to be written once for the whole batch. */
export type Written = {
  lines: history.NewHistory[];
  links: mergeWrite.NewLink[];
  asked: { requestId: number; incidentId: number }[];
};

/** `told`: the incidents of which many have told from this batch on. */
type Attached = Written & { told: number[] };

/** Adds events to incidents that stood already: one new version for each incident, one line of history for each event that joins. */
export async function writeAttachments(
  tx: Db,
  { plan, now, held }: Planned,
  filed: FiledRequests,
  reference: Reference,
): Promise<Attached> {
  const groups = new Map<number, Attachment[]>();
  for (const one of plan.attachments) {
    const list = groups.get(one.incidentId);
    if (list) list.push(one);
    else groups.set(one.incidentId, [one]);
  }
  if (groups.size === 0) return { lines: [], links: [], asked: [], told: [] };
  // Before the bump: the version that it keeps must show the place where the incident then stands.
  for (const one of plan.attachments) if (one.reanchor) await reanchor(tx, one, held, reference);
  const bumped = await mergeWrite.bump(
    tx,
    [...groups].map(([id, list]) => bumpOf(id, list, filed)),
    now,
  );
  if (bumped.length < groups.size) throw new Moved();
  return {
    lines: bumped.flatMap((row) => linesOf(row, groups.get(row.id)!)),
    links: plan.attachments.map((one) => linkOf(one, one.incidentId, one.reasons)),
    asked: plan.attachments.flatMap(({ event, incidentId }) => {
      const request = filed.get(event.row.eventId);
      return request?.incidentId === null ? [{ requestId: request.id, incidentId }] : [];
    }),
    told: bumped.flatMap(({ id, eventCount }) =>
      eventCount >= manyTold && eventCount - groups.get(id)!.length < manyTold ? [id] : [],
    ),
  };
}

function bumpOf(incidentId: number, list: readonly Attachment[], filed: FiledRequests): Bump {
  const events = list.map((one) => one.event);
  const danger = events.filter((event) => event.danger.length > 0 && !event.row.history);
  return {
    incidentId,
    events: events.length,
    sources: countSources(events),
    requests: countComing(
      events.filter(({ beside }) => !beside.has(incidentId)),
      filed,
    ),
    firstEventAt: new Date(Math.min(...events.map((event) => event.row.observedAt.getTime()))),
    lastEventAt: new Date(Math.max(...events.map((event) => event.row.observedAt.getTime()))),
    severity: Math.min(...events.map((event) => event.severity)),
    assets: assetsOf(events),
    danger: [...new Set(danger.flatMap((event) => event.danger))],
    dangerEventId: danger.at(-1)?.row.eventId ?? null,
    mustBeOpen: list.some((one) => !one.toClosed),
    quiet: events.every((event) => event.row.history),
  };
}

function linesOf(row: Bumped, list: readonly Attachment[]): history.NewHistory[] {
  const before = row.eventCount - list.length;
  // What is only counted is told by its number: a camera that sees rain would bury the timeline.
  return list.flatMap((one, i) =>
    one.quietId === null
      ? [
          {
            ...joinedWords(one.event, before + i + 1, one.reasons, one.toClosed),
            incidentId: row.id,
            version: row.version,
            round: row.round,
          },
        ]
      : [],
  );
}

/**
 * The first precise report moves a vaguely placed incident, once, and the first that tells a place gives one to what had
 * none; under the locks of both places. Those that the batch does not hold are taken without waiting: they come out of
 * order, and waiting could make a ring.
 */
async function reanchor(
  tx: Db,
  { event, incidentId }: Attachment,
  held: ReadonlySet<number>,
  reference: Reference,
): Promise<void> {
  const [row] = await incidents.rowsByIds(tx, [incidentId]);
  const family = row && reference.family.get(row.familyCode);
  if (!family || row.reanchored) return;
  const { lng, lat, locationAccuracyM } = row;
  const old = lng === null || lat === null ? [] : [areaAround(family, { lng, lat }, locationAccuracyM ?? 0)];
  const keys = lockKeys([...old, areaAround(family, event.at!, event.accuracyM)]);
  if (!(await mergeSearch.tryLockCells(tx, keys.filter((key) => !covers(held, key))))) throw new Moved(); // prettier-ignore
  const { net, reach } = boxesOf({ ...event, family });
  await incidents.place(tx, incidentId, {
    ...event.at!,
    accuracyM: event.accuracyM,
    // Others of this batch have not seen it there: they may open beside it.
    net: old.length > 0 ? net : null,
    reach,
    reanchored: !isVague(event.accuracyM, family),
    gridCode: event.gridCode,
    districtCode: event.districtCode,
    townCode: event.townCode,
  });
}

const areaAround = (family: Family, at: LngLat, accuracyM: number): LockArea => ({
  familyCode: family.code,
  at,
  halfM: isVague(accuracyM, family) ? accuracyM + family.radiusM : family.radiusM / 2,
});
