import { metresPerDegree } from '#contracts/arrival.ts';
import type { LngLat } from '#contracts/arrival.ts';

/** What was said behind a place's name: so many metres from it, and in which direction (degrees from north, clockwise). */
export type Offset = { bearing: number | null; metres: number };

/** Farther away nobody counts from a landmark. */
const mostMetres = 3_000;

const bearings: Record<string, number> = { 北: 0, 东北: 45, 东: 90, 东南: 135, 南: 180, 西南: 225, 西: 270, 西北: 315 }; // prettier-ignore
const units: Record<string, number> = { 米: 1, m: 1, 公里: 1_000, 千米: 1_000, km: 1_000, 里: 500 };
const side = '(?:的|对面|对出|旁边|旁|门口|路口|出口|附近|处|,|，| )*';
const way = '(?:(?:往|向|朝|以|再|沿)*(东南|东北|西南|西北|东|南|西|北)(?:边|面|侧|方|向|行|走|去|,|，| )*)?';
const about = '(?:约|大约|大概|走|前行|差不多| )*';
const pattern = new RegExp(`^${side}${way}${about}([0-9.]+|[一二两三四五六七八九十百千]+) ?(公里|千米|米|km|m|里)(?![a-z方])`, 'i'); // prettier-ignore

/** 方位距离: "对面往东 50 米", "以北约两百米", "门口出去 1.5 公里"; null when no distance stands right behind the name. */
export function offsetIn(behind: string): Offset | null {
  const [, direction, amount, unit] = pattern.exec(behind) ?? [];
  if (amount === undefined || unit === undefined) return null;
  const metres = numberOf(amount) * units[unit.toLowerCase()]!;
  if (!(metres > 0 && metres <= mostMetres)) return null;
  return { bearing: direction === undefined ? null : bearings[direction]!, metres };
}

/** 两百五十 is 250, 五百 is 500; Arabic digits as they stand; NaN for what is neither. */
function numberOf(said: string): number {
  if (/^[0-9.]+$/.test(said)) return Number(said);
  let sum = 0;
  let digit = 0;
  for (const one of said) {
    const size = { 十: 10, 百: 100, 千: 1_000 }[one];
    if (size === undefined) digit = '一二三四五六七八九'.indexOf(one === '两' ? '二' : one) + 1;
    else sum += (digit || 1) * size;
    if (size !== undefined) digit = 0;
  }
  return sum + digit;
}

/**
 * The point (degrees, WGS 84) and its accuracy in metres, so far from a place that is itself known to `accuracyM`.
 * People judge distances to about a third; without a direction the truth lies anywhere on the circle.
 */
export function moved<P extends LngLat & { accuracyM: number }>(place: P, { bearing, metres }: Offset): P {
  const error = bearing === null ? metres : metres / 3;
  const accuracyM = Math.round(Math.hypot(place.accuracyM, error));
  if (bearing === null) return { ...place, accuracyM };
  const angle = (bearing * Math.PI) / 180;
  const lat = place.lat + (metres * Math.cos(angle)) / metresPerDegree;
  const lng =
    place.lng + (metres * Math.sin(angle)) / (metresPerDegree * Math.cos((place.lat * Math.PI) / 180));
  return { ...place, lng, lat, accuracyM };
}
