import type { DrivenWall, WallCamera, WallPast, WallState, WallTour } from '#contracts/driven-wall.ts';
import type { FrameRow } from '#contracts/live.ts';
import type { Change } from '../shared/live-fold.ts';
import { alarms, onWall } from './urgent.ts';

/** How long a matter that has just become 特急 stands before a tour; one in danger until a person confirms it. */
export const graveForMs = 60_000;
const matterZoom = 13.5;

/** What stands on the screen now, whoever asked for it. */
export type Shown = {
  sceneId: string;
  camera: WallCamera | null;
  layers: WallState['layers'] | null;
  /** One matter in the middle, in words as well. */
  spotlight: FrameRow | null;
  /** An urgent matter stands before the tour. */
  interrupted: boolean;
  message: string | null;
  testCard: boolean;
};

/** Which scene of a tour stands at `now`: from the city's time alone, so that all walls and late ones agree. */
export function tourScene({ list, dwellS, startedAt }: WallTour, now: number): string {
  const turns = Math.floor(Math.max(0, now - Date.parse(startedAt)) / (dwellS * 1000));
  return list[turns % list.length]!;
}

/** Milliseconds until the next scene of a tour. */
export function turnIn({ dwellS, startedAt }: Pick<WallTour, 'dwellS' | 'startedAt'>, now: number): number {
  const dwell = dwellS * 1000;
  return dwell - ((now - Date.parse(startedAt)) % dwell);
}

/** Which instant of the past a wall shows at `now`: from the city's time alone; never later than now. */
export function pastNow({ at, speed, startedAt }: WallPast, now: number): number {
  const passed = Math.max(0, now - Date.parse(startedAt));
  return Math.min(now, Date.parse(at) + passed * speed);
}

type Seen = {
  wall: Pick<DrivenWall, 'state'> | null;
  sceneIds: readonly string[];
  /** The scene that this screen has chosen by itself. */
  own: string;
  rows: ReadonlyMap<number, FrameRow>;
  /** Matters that have just become 特急, the newest first. */
  grave: readonly number[];
  now: number;
};

/** Where the map looks at a matter; null when it has no place. */
export function cameraAt({ lng, lat }: Pick<FrameRow, 'lng' | 'lat'>): WallCamera | null {
  return lng === null || lat === null ? null : { lng, lat, zoom: matterZoom, pitch: 0, bearing: 0 };
}

function dangerOf({ rows }: Seen): FrameRow | null {
  const inDanger = alarms(rows.values()).find(onWall);
  return (inDanger && rows.get(inDanger.id)) ?? null;
}

function graveMatter(seen: Seen): FrameRow | null {
  const { rows, grave } = seen;
  return dangerOf(seen) ?? grave.flatMap((id) => rows.get(id) ?? []).find(onWall) ?? null;
}

/**
 * What a wall shows. A tour gives way to what is grave and goes on afterwards where the clock has come to. Where nobody has
 * put anything, the overview looks at what is in danger until a person confirms it; what a person put there by hand
 * stays, for the alarm stands in the right column in any case.
 */
export function shownNow(seen: Seen): Shown {
  const { wall, sceneIds, own, rows, now } = seen;
  const base = { sceneId: own, camera: null, layers: null, spotlight: null, interrupted: false };
  if (!wall) return { ...base, message: null, testCard: false };
  const { scene, tour, past, camera, layers, spotlight, message, testCard } = wall.state;
  const beside = {
    layers,
    message: message && Date.parse(message.until) > now ? message.text : null,
    testCard,
  };
  const known = tour ? { ...tour, list: tour.list.filter((id) => sceneIds.includes(id)) } : null;
  const touring = known !== null && known.list.length > 0;
  // What was grave then interrupts nothing; what is grave now stands in the right column.
  const grave = touring && past === null ? graveMatter(seen) : null;
  if (grave)
    return {
      ...beside,
      sceneId: sceneIds[0] ?? own,
      camera: cameraAt(grave),
      spotlight: grave,
      interrupted: true,
      testCard: false,
    };
  const asked = touring ? tourScene(known, now) : scene;
  const sceneId = asked !== null && sceneIds.includes(asked) ? asked : own;
  const row = spotlight === null ? undefined : rows.get(spotlight);
  const matter = row && onWall(row) ? row : null;
  const looked = isFree(wall) && camera === null && past === null && sceneId === sceneIds[0];
  const danger = looked ? dangerOf(seen) : null;
  const place = matter ?? danger;
  return {
    ...base,
    ...beside,
    sceneId,
    camera: place ? (cameraAt(place) ?? camera) : camera,
    spotlight: matter,
  };
}

/** Whether the keys and tabs of the screen itself still choose the scene. */
export const isFree = (wall: Pick<DrivenWall, 'state'> | null): boolean =>
  wall === null || (wall.state.scene === null && wall.state.tour === null);

/** Watches the feed for matters that become 特急; those of a picture are no news. */
export function watchGrave(): { take: (change: Change, now: number) => void; at: (now: number) => number[] } {
  const severities = new Map<number, number>();
  const since = new Map<number, number>();
  return {
    take: (change, now) => {
      if (change.reset) severities.clear();
      for (const row of change.upserts) {
        if (change.news && row.severity === 1 && severities.get(row.id) !== 1) since.set(row.id, now);
        severities.set(row.id, row.severity);
      }
    },
    at: (now) => {
      for (const [id, at] of since) if (now - at > graveForMs) since.delete(id);
      return [...since.keys()].reverse();
    },
  };
}
