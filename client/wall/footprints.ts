import { sees } from '#contracts/camera-sight.ts';
import { metresPerDegree } from '#contracts/arrival.ts';
import type { Sighted } from '../shared/map/sighted.ts';

/** A camera whose 视域 stands on the map, and whether one of the matters there lies in it. */
export type Watch = { camera: Sighted; hasMatter: boolean };

type Place = { lng: number | null; lat: number | null };
/** What the map shows: its zoom as on a screen 1080 high, and its box in degrees, WGS 84. */
export type MapView = { zoom: number; west: number; south: number; east: number; north: number };
/** The matters of the map, the most urgent first; a matter in danger rings. */
type Matter = Place & { danger: readonly unknown[] };

/** From here on a street fills the screen, and what a camera sees of it is larger than its own mark. */
export const streetZoom = 14;
/** From here on the map looks at one place, so each matter there counts. */
const placeZoom = 13;
/** Of a wider map only so many of the most urgent matters, and what rings, are worth a line of their own. */
const mostUrgent = 3;
/** What reaches less far is a speck on a map of streets; on a wider one the symbol of its matter hides it. Pixels of a 1080 high screen. */
const leastPx = { street: 6, wider: 24 };
/** Metres of ground in one pixel at the equator at zoom 0: the map's world is 512 pixels wide. */
const metresAtZero = (2 * Math.PI * 6_378_137) / 512;

/** Degrees that a camera reaches to each side, generously. */
function reachOf({ lat, sight }: Sighted): { lng: number; lat: number } {
  const north = (sight.rangeM / metresPerDegree) * 1.01;
  return { lat: north, lng: north / Math.cos((lat * Math.PI) / 180) };
}

function isInSight(camera: Sighted, { lng, lat }: Place): boolean {
  if (lng === null || lat === null) return false;
  const reach = reachOf(camera);
  // Most matters are far away: no sine is spent on them.
  if (Math.abs(lng - camera.lng) > reach.lng || Math.abs(lat - camera.lat) > reach.lat) return false;
  return sees(camera, camera.sight, { lng, lat });
}

/**
 * Whose 视域 a tired person wants to see: on a map of streets that of every camera there; on a map of one place of those
 * that see a matter; on a wider one only of those that see what rings or one of the most urgent, and nowhere what is too small to be seen.
 * Those with a matter come last and so lie on top.
 */
export function watching(
  cameras: readonly Sighted[],
  matters: readonly Matter[],
  { zoom, west, south, east, north }: MapView,
): Watch[] {
  const isStreet = zoom >= streetZoom;
  const metresPerPx = (metresAtZero * Math.cos((((south + north) / 2) * Math.PI) / 180)) / 2 ** zoom;
  const leastM = (isStreet ? leastPx.street : leastPx.wider) * metresPerPx;
  const asked =
    zoom >= placeZoom
      ? matters
      : matters.filter(({ danger }, rank) => rank < mostUrgent || danger.length > 0);
  const shown = cameras.flatMap((camera): Watch[] => {
    if (camera.sight.rangeM < leastM) return [];
    const reach = reachOf(camera);
    if (camera.lng < west - reach.lng || camera.lng > east + reach.lng) return [];
    if (camera.lat < south - reach.lat || camera.lat > north + reach.lat) return [];
    const hasMatter = asked.some((matter) => isInSight(camera, matter));
    return isStreet || hasMatter ? [{ camera, hasMatter }] : [];
  });
  return shown.toSorted((a, b) => Number(a.hasMatter) - Number(b.hasMatter));
}
