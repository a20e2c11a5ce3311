import { z } from 'zod';
import { distanceM, metresPerDegree } from './arrival.ts';
import type { LngLat } from './arrival.ts';

const within = (min: number, max: number, unit: string) => {
  const message = `须为 ${min} 至 ${max} 之间的数（${unit}）`;
  return z.number(message).min(min, message).max(max, message);
};
export const headingDeg = within(0, 360, '度，正北起顺时针');
export const fovDeg = within(1, 360, '度');
export const rangeM = within(1, 2_000, '米');

/** 摄像视域: what a camera can see, a sector of the ground. Degrees clockwise from north; metres. */
export const CameraSight = z.object({ headingDeg, fovDeg, rangeM });
export type CameraSight = z.infer<typeof CameraSight>;

/** Degrees of arc between two corners of the outline: from inside such a circle nobody sees that it has corners. */
const stepDeg = 7.5;
const rad = Math.PI / 180;

/** The point `metres` from `from` towards `headingDeg` clockwise from north. WGS 84; true to 0.1 % within 2 km. */
function towards({ lng, lat }: LngLat, headingDeg: number, metres: number): LngLat {
  const degrees = metres / metresPerDegree;
  return {
    lng: lng + (Math.sin(headingDeg * rad) * degrees) / Math.cos(lat * rad),
    lat: lat + Math.cos(headingDeg * rad) * degrees,
  };
}

/**
 * The outline of what a camera at `at` sees: a closed ring of [lng, lat], WGS 84, counter-clockwise as GeoJSON wants it.
 * One that looks all around (360°) has no corner at the camera.
 */
export function footprint(at: LngLat, { headingDeg, fovDeg, rangeM }: CameraSight): [number, number][] {
  const steps = Math.max(1, Math.ceil(fovDeg / stepDeg));
  const arc = Array.from({ length: steps + 1 }, (_, i): [number, number] => {
    const { lng, lat } = towards(at, headingDeg + fovDeg / 2 - (i / steps) * fovDeg, rangeM);
    return [lng, lat];
  });
  const ring: [number, number][] = fovDeg === 360 ? arc.slice(0, -1) : [[at.lng, at.lat], ...arc];
  return [...ring, ring[0]!];
}

/** Whether a camera at `at` has `point` in sight, both WGS 84; where it stands itself it sees. */
export function sees(at: LngLat, { headingDeg, fovDeg, rangeM }: CameraSight, point: LngLat): boolean {
  const metres = distanceM(at, point);
  if (metres > rangeM) return false;
  const [east, north] = [(point.lng - at.lng) * Math.cos(at.lat * rad), point.lat - at.lat];
  // 180 is straight ahead.
  const turned = (Math.atan2(east, north) / rad - headingDeg + 900) % 360;
  return metres < 1 || Math.abs(turned - 180) <= fovDeg / 2;
}

/**
 * Where something is that only its camera tells of: the smallest circle that holds all that the camera sees, its middle
 * (WGS 84) and its radius in whole metres, rounded up.
 */
export function placeInSight(
  at: LngLat,
  { headingDeg, fovDeg, rangeM }: CameraSight,
): LngLat & { accuracyM: number } {
  const half = Math.min(180, fovDeg) / 2;
  // A narrow sector touches the circle with its three corners, a wide one with the ends of its arc.
  const radius = half <= 45 ? rangeM / (2 * Math.cos(half * rad)) : rangeM * Math.sin(half * rad);
  const ahead = half <= 45 ? radius : rangeM * Math.cos(half * rad);
  return { ...towards(at, headingDeg, ahead), accuracyM: Math.ceil(radius) };
}
