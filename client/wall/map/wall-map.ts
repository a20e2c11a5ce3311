import type { Layer } from '@deck.gl/core';
import { MapLibreOverlay } from '@deck.gl/maplibre';
import { Map as MapLibreMap } from 'maplibre-gl';
import type { FrameRow } from '#contracts/live.ts';
import { darkMap } from '../../shared/map/look.ts';
import { baseStyle } from '../../shared/map/style.ts';
import { symbolAtlas } from '../../shared/map/symbols.ts';
import { startMapWorker } from '../../shared/map/worker.ts';
import type { WallData } from '../data.ts';
import type { Box } from '../labels.ts';
import { oneForMany } from '../families.ts';
import { chooseLens } from '../lens.ts';
import type { Lens } from '../lens.ts';
import { makeLoop } from '../loop.ts';
import { nextMotionIn } from '../motion.ts';
import type { Scene, SceneState } from '../scene.ts';
import { markLayer, motionLayers, sensorLayer } from './layers.ts';
import type { Mark } from './layers.ts';
import { marksOf, standings } from './marks.ts';
import type { Standing } from './marks.ts';
import { makePictures } from './picture.ts';
import type { MapFrame, MapPicture } from './picture.ts';

export type WallMap = {
  kick: () => void;
  setScene: (scene: Scene) => void;
  setFrame: (frame: MapFrame) => void;
  destroy: () => void;
};

/** The largest canvas that walls have; the default of MapLibre silently blurs everything wider than 4096. */
const maxCanvasSize: [number, number] = [8192, 8192];

function makeMap(container: HTMLElement, data: WallData, scene: Scene, frame: MapFrame): MapLibreMap {
  const line = (container.clientHeight / 1080) * 1.4;
  return new MapLibreMap({
    container,
    style: baseStyle(data.base, darkMap, { text: null, line }),
    bounds: scene.camera(data.base),
    fitBoundsOptions: { padding: paddingOf(container, frame.city) },
    interactive: false,
    attributionControl: false,
    fadeDuration: 0,
    maxCanvasSize,
    renderWorldCopies: false,
    canvasContextAttributes: { antialias: true },
  });
}

/**
 * The map of the wall: one MapLibre map, one deck.gl overlay in its stack, one loop. `onPicture` tells the
 * labels after each picture that changed them; `onLost` says that the GPU has dropped the map: make a new one.
 */
export function makeWallMap(
  container: HTMLElement,
  data: WallData,
  first: { scene: Scene; frame: MapFrame },
  calls: { onPicture: (picture: MapPicture) => void; onLost: () => void; onReady: () => void },
): WallMap {
  startMapWorker();
  let { scene, frame } = first;
  const map = makeMap(container, data, scene, frame);
  const overlay = new MapLibreOverlay({ interleaved: true, layers: [] });
  map.addControl(overlay);
  const scale = container.clientHeight / 1080;
  const paint = makePainter(data, scale, (at) => map.project(at));
  const picture = makePictures(data.base, container.clientHeight, (at) => map.project(at));

  const loop = makeLoop((now) => {
    data.settle(now);
    const camera = `${scene.id} ${map.getZoom()} ${map.getCenter().toString()}`;
    const { layers, standing, lens } = paint(scene, camera);
    overlay.setProps({ layers: [...layers, ...motionLayers(data.motion(), now, scale)] });
    const next = picture({ data, standing, lens, frame, camera, now });
    if (next) calls.onPicture(next);
    return nextMotionIn(data.motion(), now);
  });
  const fit = (durationMs: number): void => {
    const padding = paddingOf(container, frame.city);
    map.fitBounds(scene.camera(data.base), { padding, duration: durationMs, essential: false });
    loop.kick();
  };
  map.on('moveend', loop.kick);
  // Not "idle": a map whose data changes ten times a second never is.
  map.once('load', () => {
    loop.kick();
    map.once('render', calls.onReady);
  });
  map.getCanvas().addEventListener('webglcontextlost', calls.onLost);
  return {
    kick: loop.kick,
    setScene: (next) => {
      scene = next;
      fit(900);
    },
    setFrame: (next) => {
      frame = next;
      fit(0);
    },
    destroy: () => {
      loop.stop();
      map.getCanvas().removeEventListener('webglcontextlost', calls.onLost);
      map.remove();
    },
  };
}

/** The incidents of a scene as they stand on the map. The same list of marks is never sent to the card again. */
type Placed = { incidents: readonly FrameRow[]; lens: Lens | null; standing: Standing[]; marks: Mark[] };

/**
 * Makes the layers of a scene from the data as it is now, and says which symbols stand in full. Symbols are placed anew
 * when rows or camera have changed, not with every reading.
 */
function makePainter(
  data: WallData,
  scale: number,
  project: (at: [number, number]) => { x: number; y: number },
): (scene: Scene, camera: string) => { layers: Layer[]; standing: Standing[]; lens: Lens | null } {
  const atlas = symbolAtlas(Math.min(256, Math.ceil(56 * scale)), 'dark');
  let placed: Placed | null = null;
  let placedAs = '';
  const place = (scene: Scene): Placed => {
    const here = scene.shows ? data.incidents().filter(scene.shows) : data.incidents();
    const incidents = oneForMany(here);
    const lens = chooseLens(incidents);
    // What the lens shows in full is small on the map, but for the matter that the lens is about.
    const inLens = new Set(lens?.members.slice(1).map((row) => row.id));
    const standing = standings(incidents, project, scale, inLens);
    return { incidents, lens, standing, marks: marksOf(standing) };
  };
  return (scene, camera) => {
    const as = `${camera} ${data.revision()}`;
    const { incidents, lens, standing, marks } = placed && as === placedAs ? placed : (placed = place(scene));
    placedAs = as;
    const state: SceneState = {
      base: data.base,
      incidents,
      sensors: data.sensors,
      scale,
      sensorLayer: (id, dotOf): Layer => sensorLayer(id, data.sensors, data.paintOf(dotOf), scale),
      incidentLayers: (id): Layer[] => [markLayer(id, marks, atlas)],
    };
    return { layers: scene.layers(state), standing, lens };
  };
}

function paddingOf(
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
