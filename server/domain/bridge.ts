import type { Bridge } from '#contracts/facility.ts';
import { distanceM } from './geo.ts';
import type { LngLat } from './geo.ts';

/** 净空: metres of air under the bridge at this level of its reference station. */
export function clearanceM(bridge: Pick<Bridge, 'clearanceM' | 'referenceLevelM'>, levelM: number): number {
  return bridge.clearanceM + bridge.referenceLevelM - levelM;
}

/** 富余: so much air a vessel must have above it. */
export const marginM = 0.5;
/** 跟踪圈 and 核心圈. */
export const trackM = 2_000;
export const coreM = 500;
/** A vessel farther away than this is none of the bridge's business yet. */
const approachM = 10_000;
/** Its course may differ so much from the way to the bridge: rivers bend. */
const bendDeg = 60;
const adriftKmh = 0.5;

export type Vessel = LngLat & {
  id: string;
  speedKmh: number | null;
  courseDeg: number | null;
  airDraughtM: number | null;
};
export type Crossing = LngLat & { code: string; clearanceM: number | null };
export type Approach = {
  vessel: string;
  bridge: string;
  distanceM: number;
  /** Until it is there at its present speed; null: it does not move. */
  minutes: number | null;
  /** Air above it under the bridge; null: height or level is unknown. */
  spareM: number | null;
};

function bearing(from: LngLat, to: LngLat): number {
  const squeeze = Math.cos((from.lat * Math.PI) / 180);
  const degrees = (Math.atan2((to.lng - from.lng) * squeeze, to.lat - from.lat) * 180) / Math.PI;
  return (degrees + 360) % 360;
}

const turn = (a: number, b: number): number => Math.abs(((a - b + 540) % 360) - 180);

/** Which vessels make for which bridge, the nearest first; a vessel that passed it or lies still far off is none. */
export function approaches(crossings: readonly Crossing[], vessels: readonly Vessel[]): Approach[] {
  const found = vessels.flatMap((vessel) =>
    crossings.flatMap((bridge): Approach[] => {
      const away = distanceM(vessel, bridge);
      const moves = (vessel.speedKmh ?? 0) > adriftKmh;
      const towards = vessel.courseDeg === null || turn(vessel.courseDeg, bearing(vessel, bridge)) <= bendDeg;
      if (away > approachM || (away > coreM && !(moves && towards))) return [];
      const spare =
        bridge.clearanceM === null || vessel.airDraughtM === null
          ? null
          : bridge.clearanceM - vessel.airDraughtM;
      const minutes = moves && towards ? away / ((vessel.speedKmh! * 1000) / 60) : null;
      return [{ vessel: vessel.id, bridge: bridge.code, distanceM: away, minutes, spareM: spare }];
    }),
  );
  return found.toSorted((a, b) => a.distanceM - b.distanceM);
}

/** 净空不足: too high for the bridge that it makes for. */
export const tooHigh = ({ spareM }: Approach): boolean => spareM !== null && spareM < marginM;
