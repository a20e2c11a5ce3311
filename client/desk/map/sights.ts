import type { FeatureCollection, Polygon } from 'geojson';
import { distanceM } from '#contracts/arrival.ts';
import { footprint, sees } from '#contracts/camera-sight.ts';
import type { CameraPoint } from '#contracts/wall.ts';
import { sightedOf } from '../../shared/map/sighted.ts';
import type { VaguePoint } from '../desk-context.ts';

/** Farther off, a camera that does not see the matter is no neighbour of it. Metres. */
const nearM = 300;
/** More outlines than this would hide the street. */
const most = 12;

/**
 * 摄像视域 around the chosen matter, as outlines: of the cameras that see its place (`sees`, with the camera's name) and
 * of those near by, the seeing first, then the nearest. A place that is off by `accuracyM` widens what is near by that
 * much, at most by as much again.
 */
export function sightFeatures(
  cameras: readonly CameraPoint[],
  place: VaguePoint | null,
): FeatureCollection<Polygon> {
  if (place === null) return { type: 'FeatureCollection', features: [] };
  const reachM = nearM + Math.min(nearM, place.accuracyM ?? 0);
  const around = sightedOf(cameras)
    .map((camera) => ({
      camera,
      away: distanceM(camera, place),
      isSeen: sees(camera, camera.sight, place),
    }))
    .filter(({ away, isSeen }) => isSeen || away <= reachM)
    .toSorted((a, b) => Number(b.isSeen) - Number(a.isSeen) || a.away - b.away);
  return {
    type: 'FeatureCollection',
    features: around.slice(0, most).map(({ camera, isSeen }) => ({
      type: 'Feature',
      properties: { sees: isSeen, label: isSeen ? camera.name : '' },
      geometry: { type: 'Polygon', coordinates: [footprint(camera, camera.sight)] },
    })),
  };
}
