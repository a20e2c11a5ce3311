import type { Track } from '#contracts/demo.ts';
import { chance, seedOf } from './random.ts';

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
type Point = readonly [number, number];

const kmPerDegree = 111.195;
const barges = 12;

const gap = (a: Point, b: Point): number =>
  Math.hypot((b[0] - a[0]) * kmPerDegree * Math.cos((a[1] * Math.PI) / 180), (b[1] - a[1]) * kmPerDegree);

/** The point so many kilometres down a line, and the course there. */
function along(line: readonly Point[], km: number): { lng: number; lat: number; courseDeg: number } {
  let left = km;
  for (let i = 1; i < line.length; i += 1) {
    const [from, to] = [line[i - 1]!, line[i]!];
    const length = gap(from, to);
    if (left <= length || i === line.length - 1) {
      const share = Math.min(1, left / length);
      const courseDeg = (Math.atan2((to[0] - from[0]) * Math.cos((from[1] * Math.PI) / 180), to[1] - from[1]) * 180) / Math.PI; // prettier-ignore
      return {
        lng: from[0] + (to[0] - from[0]) * share,
        lat: from[1] + (to[1] - from[1]) * share,
        courseDeg: (courseDeg + 360) % 360,
      };
    }
    left -= length;
  }
  return { lng: line[0]![0], lat: line[0]![1], courseDeg: 0 };
}

/** 驳船: where the day's barges are on the river at second `t`; half of them go down, half up, and they turn at the ends. */
export function bargesAt(river: readonly Point[], t: number, seed: number): DemoPosition[] {
  if (river.length < 2) return [];
  const total = river.slice(1).reduce((sum, point, i) => sum + gap(river[i]!, point), 0);
  return Array.from({ length: barges }, (_, i) => {
    const own = chance(seedOf(`${seed}/barge/${i}`));
    const speedKmh = own.between(8, 14);
    const begin = own.between(0, 2 * total);
    // There and back again: a walk of twice the length, folded.
    const walked = (begin + (speedKmh * t) / 3600) % (2 * total);
    const down = walked < total;
    const at = along(river, down ? walked : 2 * total - walked);
    const side = own.between(-0.0008, 0.0008);
    return {
      id: String(413_900_001 + i),
      lng: Number((at.lng + side).toFixed(6)),
      lat: Number((at.lat + side).toFixed(6)),
      speedKn: Number((speedKmh / 1.852).toFixed(1)),
      courseDeg: Math.round(down ? at.courseDeg : (at.courseDeg + 180) % 360),
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
