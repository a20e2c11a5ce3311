import type { Map as MapLibreMap } from 'maplibre-gl';
import { boundsOf } from '../../shared/map/geometry.ts';
import type { WallData } from '../data.ts';
import type { Box } from '../labels.ts';
import type { Look } from '../scene.ts';
import type { MapFrame } from './picture.ts';

/** The box that a scene asks for, to be compared. */
export const boxOf = ({ scene, own }: Pick<Look, 'scene' | 'own'>, data: WallData): string =>
  String(scene.camera(data.base, own));

/** Whether a scene looks at less than the city: at a network, at one bridge. */
export const isClose = (look: Pick<Look, 'scene' | 'own'>, data: WallData): boolean =>
  boxOf(look, data) !== String(boundsOf(data.base));

export const roomOf = (look: Pick<Look, 'scene' | 'own'>, data: WallData, { city, close }: MapFrame): Box =>
  isClose(look, data) ? close : city;

/** Brings the map to the camera that was asked for, else to the scene's own, in the middle of the free area. */
export function moveTo(
  map: MapLibreMap,
  container: HTMLElement,
  data: WallData,
  { look: { scene, own, camera }, frame }: { look: Look; frame: MapFrame },
  duration: number,
): void {
  if (camera === null) {
    const padding = paddingOf(container, roomOf({ scene, own }, data, frame));
    map.fitBounds(scene.camera(data.base, own), {
      padding,
      duration,
      pitch: 0,
      bearing: 0,
      essential: false,
    });
    return;
  }
  const { area } = frame;
  map.easeTo({
    center: [camera.lng, camera.lat],
    zoom: camera.zoom + Math.log2(container.clientHeight / 1080),
    pitch: camera.pitch,
    bearing: camera.bearing,
    // Not padding: the map would keep it, and add it to that of the next bounds.
    offset: [
      area.x + area.width / 2 - container.clientWidth / 2,
      area.y + area.height / 2 - container.clientHeight / 2,
    ],
    duration,
    essential: false,
  });
}

/** Everything that what stands where depends on, besides the rows. */
export function keyOf(map: MapLibreMap, { scene, layers, spotlight }: Look): string {
  const turned = `${map.getPitch()} ${map.getBearing()}`;
  return `${scene.id} ${map.getZoom()} ${map.getCenter().toString()} ${turned} ${JSON.stringify(layers)} ${spotlight}`;
}

export function paddingOf(
  { clientWidth, clientHeight }: HTMLElement,
  area: Box,
): { top: number; right: number; bottom: number; left: number } {
  return {
    top: area.y,
    left: area.x,
    right: Math.max(0, clientWidth - area.x - area.width),
    bottom: Math.max(0, clientHeight - area.y - area.height),
  };
}
