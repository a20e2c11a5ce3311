import { distanceM, isFar } from '#contracts/arrival.ts';
import type { Incident } from '#contracts/incident.ts';

/** Where the phone is, WGS 84 degrees; `refused` and `failed` never stop anybody's work. */
export type Place =
  | { state: 'off' | 'asking' | 'refused' | 'failed' }
  | { state: 'known'; lng: number; lat: number; accuracyM: number; at: number };

const options: PositionOptions = { enableHighAccuracy: true, maximumAge: 30_000, timeout: 20_000 };
/** A fix older than this says nothing about where the person stands now. */
const freshMs = 120_000;

/** Follows the position until the returned function is called. */
export function watchPlace(tell: (place: Place) => void): () => void {
  if (!('geolocation' in navigator)) {
    tell({ state: 'failed' });
    return () => undefined;
  }
  tell({ state: 'asking' });
  const id = navigator.geolocation.watchPosition(
    ({ coords, timestamp }) =>
      tell({
        state: 'known',
        lng: round(coords.longitude),
        lat: round(coords.latitude),
        accuracyM: Math.round(coords.accuracy),
        at: timestamp,
      }),
    (error) => tell({ state: error.code === error.PERMISSION_DENIED ? 'refused' : 'failed' }),
    options,
  );
  return () => navigator.geolocation.clearWatch(id);
}

/** Longitude and latitude as a step carries them; empty when there is no fresh fix. */
export function lngLatOf(
  place: Place,
  nowMs = Date.now(),
): { lng: number; lat: number } | Record<string, never> {
  if (place.state !== 'known' || nowMs - place.at > freshMs) return {};
  return { lng: place.lng, lat: place.lat };
}

/** The same with how far off it may be; null when there is no fresh fix. */
export function fixOf(
  place: Place,
  nowMs = Date.now(),
): { lng: number; lat: number; accuracyM: number } | null {
  if (place.state !== 'known' || nowMs - place.at > freshMs) return null;
  const { lng, lat, accuracyM } = place;
  return { lng, lat, accuracyM };
}

/** Metres to a matter, when the phone stands farther from it than both errors explain; null else, or when it does not know. */
export function farFrom(
  { lng, lat, locationAccuracyM }: Pick<Incident, 'lng' | 'lat' | 'locationAccuracyM'>,
  place: Place,
  nowMs = Date.now(),
): number | null {
  const fix = fixOf(place, nowMs);
  if (fix === null || lng === null || lat === null) return null;
  const metres = distanceM(fix, { lng, lat });
  return isFar(metres, { phoneM: fix.accuracyM, caseM: locationAccuracyM }) ? metres : null;
}

/** 位置 ±12 m; or why there is none. */
export function placeWords(place: Place): string {
  if (place.state === 'known') return `位置已取得，误差约 ${place.accuracyM} 米`;
  if (place.state === 'refused') return '手机未允许定位';
  if (place.state === 'failed') return '暂时定不到位';
  return place.state === 'asking' ? '正在定位…' : '未定位';
}

/** Six decimals are 0.1 m: more would be noise. */
function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
