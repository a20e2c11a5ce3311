import { metresPerDegree } from '#contracts/arrival.ts';
import type { LngLat } from '#contracts/arrival.ts';

export { distanceM } from '#contracts/arrival.ts';
export type { LngLat };

/** The box of half-size `halfM` around a point, as degrees: [west, south, east, north]. */
export function boxAround(point: LngLat, halfM: number): [number, number, number, number] {
  const dLat = halfM / metresPerDegree;
  const dLng = halfM / (metresPerDegree * Math.max(0.01, Math.cos((point.lat * Math.PI) / 180)));
  return [point.lng - dLng, point.lat - dLat, point.lng + dLng, point.lat + dLat];
}
