/** Points are WGS 84 longitude and latitude in degrees, always longitude first; lengths are metres. */
export type LngLat = { lng: number; lat: number };

/** Where something is, or null when its place is not known. */
export function pointOf({ lng, lat }: { lng: number | null; lat: number | null }): LngLat | null {
  return lng === null || lat === null ? null : { lng, lat };
}

const earthRadiusM = 6_371_008.8;
/** Along a meridian, or the equator. */
export const metresPerDegree = (Math.PI / 180) * earthRadiusM;

/** Great-circle distance in metres (haversine); below 0.5 % from the ellipsoid, far inside every accuracy here. */
export function distanceM(a: LngLat, b: LngLat): number {
  const rad = Math.PI / 180;
  const dLat = (b.lat - a.lat) * rad;
  const dLng = (b.lng - a.lng) * rad;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLng / 2) ** 2;
  return 2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** A site is no point: a flood or a building site reaches this far. */
const siteM = 200;

/** Whether an arrival lies farther from the matter than the errors of both positions explain. */
export function isFar(metres: number, errors: { phoneM: number | null; caseM: number | null }): boolean {
  return metres > (errors.phoneM ?? 0) + (errors.caseM ?? 0) + siteM;
}

/** 3.4 公里; 860 米. */
export function distanceWords(metres: number): string {
  return metres < 1_000 ? `${Math.round(metres)} 米` : `${(metres / 1_000).toFixed(1)} 公里`;
}
