import type { FrameRow } from '#contracts/live.ts';
import type { BaseMap, CameraPoint, SensorSeries } from '#contracts/wall.ts';
import type { Change } from '../shared/live-fold.ts';
import { namedPlaces } from '../shared/map/geometry.ts';
import { sightedOf } from '../shared/map/sighted.ts';
import type { Sighted } from '../shared/map/sighted.ts';
import { alive } from './motion.ts';
import type { LngLat, Motion } from './motion.ts';
import { makeMoverPath } from './movers.ts';
import type { MoverPath } from './movers.ts';
import { makePaint, repaint } from './paint.ts';
import type { DotOf, Paint } from './paint.ts';
import { applyReadings, carryOver, makeSensors, silence } from './sensors.ts';
import type { Held, Sensors } from './sensors.ts';
import { urgentFirst } from './urgent.ts';

/** The wall's data path: rows, arrays and movements, outside React, mutated in place by each change of the feed. */
export type WallData = Omit<MoverPath, 'take'> & {
  base: BaseMap;
  sensors: Sensors;
  /** Sorted by urgency; sorted again only after rows changed. */
  incidents: () => readonly FrameRow[];
  /** Every row of the feed, sorted by nothing. */
  rows: () => Iterable<FrameRow>;
  /** Grows with every change of rows. */
  revision: () => number;
  motion: () => Motion;
  /** Forgets what has finished moving. */
  settle: (now: number) => void;
  paintOf: (dotOf: DotOf) => Paint;
  take: (change: Change, now: number) => void;
  setSensors: (list: readonly SensorSeries[]) => void;
  setCameras: (list: readonly CameraPoint[]) => void;
  /** Those of which it is known what they see; the same list until it is set anew. */
  cameras: () => readonly Sighted[];
  /** How many series have spoken that the list of sensors does not name yet. */
  waiting: () => number;
};

/** At most so many new rings and arcs at once: more is noise, not news. */
const mostMotions = 6;

/**
 * `onPaint` is called when a picture is due, `onUnknown` with all readings while a series has spoken that the list does not name,
 * `still` says that movement is unwanted (a person's setting); `now` is the city's time of this picture in epoch ms.
 */
export function makeWallData(
  base: BaseMap,
  calls: { onPaint: () => void; onUnknown: () => void; still: () => boolean; now: () => number },
): WallData {
  const rows = new Map<number, FrameRow>();
  const districts = districtPlaces(base);
  let sensors = makeSensors([], base.centre);
  let paints = new Map<DotOf, Paint>();
  const held: Held = new Map();
  let sorted: FrameRow[] | null = null;
  let revision = 0;
  let motion: Motion = { rings: [], arcs: [] };
  const { take: takeMovers, ...moving } = makeMoverPath(base.centre, calls);

  const takeRows = (change: Change, now: number): void => {
    if (change.reset) rows.clear();
    for (const id of change.removals) rows.delete(id);
    for (const row of change.upserts) {
      if (change.news && !calls.still()) addMotion(motion, rows.get(row.id), row, districts, now);
      rows.set(row.id, row);
    }
    sorted = null;
    revision += 1;
  };

  return {
    base,
    ...moving,
    ...keepCameras(calls.onPaint),
    get sensors() {
      return sensors;
    },
    incidents: () => (sorted ??= urgentFirst(rows.values()) as FrameRow[]),
    rows: () => rows.values(),
    revision: () => revision,
    motion: () => motion,
    settle: (now) => (motion = alive(motion, now)),
    paintOf: (dotOf) => paintIn(paints, sensors, dotOf),
    take: (change, now) => {
      let due = concernsRows(change);
      if (due) takeRows(change, now);
      if (change.readings) {
        const forgotten = change.reset ? silence(sensors, held) : null;
        const changed = applyReadings(sensors, change.readings, held);
        if (held.size > 0) calls.onUnknown();
        for (const paint of paints.values()) due = repaint(paint, sensors, forgotten ?? changed) || due;
      }
      due = takeMovers(change) || due;
      if (due) calls.onPaint();
    },
    setSensors: (next) => {
      const before = sensors;
      sensors = makeSensors(next, base.centre);
      carryOver(before, sensors, held);
      paints = new Map([...paints.keys()].map((dotOf) => [dotOf, makePaint(sensors, dotOf)]));
      calls.onPaint();
    },
    waiting: () => held.size,
  };
}

function keepCameras(onPaint: () => void): Pick<WallData, 'cameras' | 'setCameras'> {
  let cameras: readonly Sighted[] = [];
  return {
    cameras: () => cameras,
    setCameras: (list) => {
      cameras = sightedOf(list);
      onPaint();
    },
  };
}

function paintIn(paints: Map<DotOf, Paint>, sensors: Sensors, dotOf: DotOf): Paint {
  const paint = paints.get(dotOf) ?? makePaint(sensors, dotOf);
  paints.set(dotOf, paint);
  return paint;
}

const districtPlaces = (base: BaseMap): ReadonlyMap<string | null, LngLat> =>
  new Map(namedPlaces(base.districts).map(({ code, at }) => [code, at]));
const concernsRows = ({ reset, upserts, removals }: Change): boolean =>
  reset || upserts.length > 0 || removals.length > 0;

/** A ring on what is new and grave or has become dangerous; an arc on what has just been sent to a unit. */
function addMotion(
  motion: Motion,
  before: FrameRow | undefined,
  row: FrameRow,
  districts: ReadonlyMap<string | null, LngLat>,
  now: number,
): void {
  if (row.wall !== 'point' || row.lng === null || row.lat === null) return;
  const at: LngLat = [row.lng, row.lat];
  const alarmed = row.danger.length > 0 && (before?.danger.length ?? 0) === 0;
  const grave = !before && row.severity === 1;
  if ((alarmed || grave) && motion.rings.length < mostMotions)
    motion.rings.push({ id: row.id, at, severity: row.severity, startedAt: now });
  const to = districts.get(row.districtCode);
  const sent = row.status === 'to-sign' && before?.status !== 'to-sign';
  if (sent && to && motion.arcs.length < mostMotions)
    motion.arcs.push({ id: row.id, from: at, to, startedAt: now });
}
