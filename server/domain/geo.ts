/** Points are WGS 84 longitude and latitude in degrees, always longitude first; lengths are metres. */
export type LngLat = { lng: number; lat: number };

const earthRadiusM = 6_371_008.8;
const metresPerDegree = (Math.PI / 180) * earthRadiusM;

/** Great-circle distance in metres (haversine); below 0.5 % from the ellipsoid, far inside every accuracy here. */
export function distanceM(a: LngLat, b: LngLat): number {
  const rad = Math.PI / 180;
  const dLat = (b.lat - a.lat) * rad;
  const dLng = (b.lng - a.lng) * rad;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLng / 2) ** 2;
  return 2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** The box of half-size `halfM` around a point, as degrees: [west, south, east, north]. */
export function boxAround(point: LngLat, halfM: number): [number, number, number, number] {
  const dLat = halfM / metresPerDegree;
  const dLng = halfM / (metresPerDegree * Math.max(0.01, Math.cos((point.lat * Math.PI) / 180)));
  return [point.lng - dLng, point.lat - dLat, point.lng + dLng, point.lat + dLat];
}
