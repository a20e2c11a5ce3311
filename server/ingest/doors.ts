import { Refusal } from '#contracts/errors.ts';
import type { Reference } from '#contracts/reference.ts';
import type { Bounds, Reading, Source, StreamSource } from '#server/sources/source.ts';
import { inTurns } from '#server/in-turns.ts';
import { ingestItems } from '#server/metrics.ts';
import { source as camera } from '#server/sources/camera.ts';
import { source as hotline } from '#server/sources/hotline.ts';
import { source as report } from '#server/sources/report.ts';
import { source as sensor } from '#server/sources/sensor.ts';
import { source as vehicle } from '#server/sources/vehicle.ts';
import { source as vessel } from '#server/sources/vessel.ts';
import { readWarning, source as warning } from '#server/sources/warning.ts';
import { cityNow, failureKind, isDiskFull } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import type { Vault } from '#store/vault.ts';
import { acceptEvents } from './accept-events.ts';
import type { EventItem } from './accept-events.ts';
import { acceptPositions, readMover } from './accept-positions.ts';
import { acceptReadings } from './accept-readings.ts';
import { acceptWarnings } from './accept-warnings.ts';
import type { WarningItem } from './accept-warnings.ts';
import type { DoorAnswer } from './answer.ts';
import { damaged } from './body.ts';
import { makeFreshness } from './freshness.ts';
import { gatherLimits, makeGatherer } from './gather.ts';
import { bodyHash } from './hash.ts';
import { placeCameras } from './place-cameras.ts';
import { makeQuota } from './quota.ts';
import { makeSeriesBook } from './series-book.ts';
import { makeStormWatch } from './storm-watch.ts';

export type DoorParts = {
  pool: Pool;
  vault: Vault;
  bounds: Bounds;
  reference: () => Reference;
  wake: (topic: 'waiting') => void;
};
/** Every source that has a door, in the order in which they are listed. */
export const sources: readonly (Source | StreamSource)[] = [
  sensor,
  camera,
  hotline,
  report,
  vessel,
  vehicle,
  warning,
];

/** A door takes the items of one request and answers after their commit. `bytes` is the size of the request. */
export type Door = {
  source: Source | StreamSource;
  take: (items: readonly unknown[], bytes: number) => Promise<DoorAnswer>;
  /** The same past quota and freshness, for what was kept once already; absent where `take` has neither. */
  takeKept?: Door['take'];
};

/**
 * Every door of the city, each with its own gatherer; `close` writes the last freshness counts. Doors of an import are
 * not `watched`: a file says nothing of how fresh its source is, and whoever brings it in is no flood.
 */
export function makeDoors(
  parts: DoorParts,
  { watched = true } = {},
): { doors: Map<string, Door>; close: () => Promise<void> } {
  const doors = new Map<string, Door>();
  for (const source of [camera, hotline, report]) doors.set(source.id, eventDoor(parts, source));
  doors.set('sensor', readingDoor(parts));
  for (const source of [vessel, vehicle]) doors.set(source.id, positionDoor(parts, source));
  doors.set('warning', warningDoor(parts));
  if (!watched) return { doors, close: () => Promise.resolve() };
  const freshness = makeFreshness(parts.pool);
  const quota = makeQuota();
  for (const [id, door] of doors) {
    const { take } = door;
    door.takeKept = take;
    door.take = async (items, bytes) => {
      const over = quota.past(id, items);
      const answer = await (
        over.size === 0 ? take(items, bytes) : takeWithin(take, items, bytes, over)
      ).catch((error: unknown) => {
        // Nothing of it was taken: the caller gets 503 and sends it again.
        ingestItems.inc({ source: id, outcome: 'refused' }, items.length);
        throw error;
      });
      return freshness.count(id, answer);
    };
  }
  return { doors, close: freshness.close };
}

/** Takes what is within the quota; the rest of the request is named with code `quota` and not stored: it may be sent again. */
async function takeWithin(
  take: Door['take'],
  items: readonly unknown[],
  bytes: number,
  over: ReadonlySet<number>,
): Promise<DoorAnswer> {
  const kept = items.flatMap((_, index) => (over.has(index) ? [] : [index]));
  const answer = await take(
    kept.map((index) => items[index]),
    bytes,
  );
  const quarantined = answer.quarantined.map((one) => ({ ...one, index: kept[one.index]! }));
  for (const index of over)
    quarantined.push({ index, code: 'quota', message: '该数据源超出每分钟配额，本条未收，请稍后重发' });
  return { ...answer, quarantined: quarantined.sort((a, b) => a.index - b.index) };
}

function eventDoor(parts: DoorParts, source: Source): Door {
  const add = makeGatherer<EventItem, DoorAnswer>(async (requests) => {
    const answers = await committed(() => acceptEvents(parts.pool, parts.vault, requests));
    parts.wake('waiting');
    return answers;
  });
  const inStorm = makeStormWatch();
  return {
    source,
    async take(items, bytes) {
      const reading = {
        now: await committed(() => cityNow(parts.pool)),
        bounds: parts.bounds,
        reference: parts.reference(),
      };
      const read = await inTurns(items, (raw) => readItem(source, raw, reading));
      if (source.id !== 'camera') return add(read, bytes);
      const { now, reference } = reading;
      return add(
        await committed(() => placeCameras({ pool: parts.pool, reference, inStorm }, read, now)),
        bytes,
      );
    },
  };
}

/** Reads one item. Damage comes first: what PostgreSQL cannot hold, or nests without end, goes no further. */
function readItem(source: Source, raw: unknown, reading: Reading): EventItem {
  const broken = damaged(raw);
  const parsed = broken ? null : source.read(raw, reading);
  if (parsed?.ok) return { raw, bodyHash: bodyHash(parsed.facts), draft: parsed.draft };
  const refused = parsed?.refused ?? { code: 'bad-item', message: broken!, key: null, deviceId: null };
  return { raw, source: source.id, refused };
}

function readingDoor(parts: DoorParts): Door {
  const book = makeSeriesBook();
  const add = makeGatherer<unknown, DoorAnswer>(
    (requests) => committed(() => acceptReadings({ ...parts, reference: parts.reference(), book }, requests)),
    { ...gatherLimits, waitMs: 3 },
  );
  return { source: sensor, take: add };
}

function positionDoor(parts: DoorParts, source: StreamSource): Door {
  const kind = source.id as 'vessel' | 'vehicle';
  const add = makeGatherer<ReturnType<typeof readMover>, DoorAnswer>((requests) =>
    committed(() => acceptPositions(parts, kind, requests)),
  );
  return {
    source,
    async take(items, bytes) {
      const now = await committed(() => cityNow(parts.pool));
      return add(await inTurns(items, (raw) => readMover(raw, parts.bounds, now)), bytes);
    },
  };
}

function warningDoor(parts: DoorParts): Door {
  const add = makeGatherer<WarningItem, DoorAnswer>((requests) =>
    committed(() => acceptWarnings(parts, requests)),
  );
  const read = (raw: unknown, now: Date): WarningItem => {
    const broken = damaged(raw);
    const refused = { code: 'bad-item', message: broken!, key: null, deviceId: null };
    return { raw, ...(broken ? { refused } : readWarning(raw, { now, reference: parts.reference() })) };
  };
  return {
    source: warning,
    async take(items, bytes) {
      const now = await committed(() => cityNow(parts.pool));
      return add(await inTurns(items, (raw) => read(raw, now)), bytes);
    },
  };
}

/** Runs a transaction; when the database is away it is tried again twice, then 503: nothing was taken (the keys make a repeat safe). */
async function committed<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refusal) throw error;
      if (failureKind(error) !== 'away') throw error;
      if (attempt === 3)
        throw new Refusal(
          'unavailable',
          `${isDiskFull(error) ? '数据库磁盘已满' : '数据库暂时不可用'}，本次未收下任何一条，请稍后重发`,
          { retryAfterSeconds: 2 },
        );
      await new Promise((resolve) => setTimeout(resolve, 50 * attempt + Math.random() * 50));
    }
  }
}
