import type { Track } from '#contracts/demo.ts';
import { chance, seedOf } from './random.ts';
import { lengthKm, walkAt } from './walk.ts';
import type { Point } from './walk.ts';

export type DemoPosition = {
  id: string;
  lng: number;
  lat: number;
  speedKn: number;
  courseDeg: number;
  class: 'cargo' | 'tanker' | 'hazmat';
  lengthM: number;
  airDraughtM: number;
};

const barges = 12;

/** 驳船: where the day's barges are on the river at second `t`; half of them go down, half up, and they turn at the ends. */
export function bargesAt(river: readonly Point[], t: number, seed: number): DemoPosition[] {
  if (river.length < 2) return [];
  const total = lengthKm(river);
  return Array.from({ length: barges }, (_, i) => {
    const own = chance(seedOf(`${seed}/barge/${i}`));
    const speedKmh = own.between(8, 14);
    const begin = own.between(0, 2 * total);
    const at = walkAt(river, total, begin + (speedKmh * t) / 3600);
    const side = own.between(-0.0008, 0.0008);
    return {
      id: String(413_900_001 + i),
      lng: Number((at.lng + side).toFixed(6)),
      lat: Number((at.lat + side).toFixed(6)),
      speedKn: Number((speedKmh / 1.852).toFixed(1)),
      courseDeg: Math.round(at.courseDeg),
      class: i % 5 === 0 ? ('tanker' as const) : ('cargo' as const),
      lengthM: Math.round(own.between(45, 95)),
      airDraughtM: Number(own.between(5, 9).toFixed(1)),
    };
  });
}

/** Vessels of the scripts at second `t`: those that are under way then. */
export function tracksAt(tracks: readonly Track[], t: number): DemoPosition[] {
  return tracks.flatMap(({ points, ...vessel }) => {
    const after = points.findIndex(({ at }) => at >= t);
    const to = points[after];
    const from = points[after - 1] ?? (to?.at === t ? to : undefined);
    if (!to || !from) return [];
    const share = to.at === from.at ? 0 : (t - from.at) / (to.at - from.at);
    const mix = (a: number, b: number): number => a + (b - a) * share;
    return [
      {
        ...vessel,
        lng: Number(mix(from.lng, to.lng).toFixed(6)),
        lat: Number(mix(from.lat, to.lat).toFixed(6)),
        speedKn: Number(mix(from.speedKn, to.speedKn).toFixed(1)),
        courseDeg: Math.round(mix(from.courseDeg, to.courseDeg)),
      },
    ];
  });
}
