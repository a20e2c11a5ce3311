import type { Layer } from '@deck.gl/core';
import { MapLibreOverlay } from '@deck.gl/maplibre';
import { Map as MapLibreMap } from 'maplibre-gl';
import { namedPlaces } from '../../shared/map/geometry.ts';
import { darkMap } from '../../shared/map/look.ts';
import { baseStyle } from '../../shared/map/style.ts';
import { symbolAtlas } from '../../shared/map/symbols.ts';
import { startMapWorker } from '../../shared/map/worker.ts';
import type { FrameRow } from '#contracts/live.ts';
import type { WallData } from '../data.ts';
import type { Box } from '../labels.ts';
import { chooseLens } from '../lens.ts';
import type { Lens } from '../lens.ts';
import { makeLoop } from '../loop.ts';
import { arcAt, nextMotionIn } from '../motion.ts';
import type { Scene, SceneState } from '../scene.ts';
import { townCounts } from '../urgent.ts';
import { areaNames, canvasMeasure, mapLabels } from './label-list.ts';
import type { MapLabel } from './label-list.ts';
import { markLayer, motionLayers, sensorLayer } from './layers.ts';
import { marksOf, standings } from './marks.ts';
import type { Standing } from './marks.ts';

/** What stands on the map in the page's own elements. */
export type MapPicture = {
  labels: MapLabel[];
  /** The lens, and the box on the map that it enlarges. */
  lens: { lens: Lens; on: Box } | null;
  /** How many sensitive matters are open that the map only counts. */
  countedOnly: number;
};

/** Where the map may show something: the free area between the panels, the part of
 * it that the city fills, and what of it is taken. CSS pixels. */
export type MapFrame = { area: Box; city: Box; taken: readonly Box[] };

export type WallMap = {
  kick: () => void;
  setScene: (scene: Scene) => void;
  setFrame: (frame: MapFrame) => void;
  destroy: () => void;
};

/** The largest canvas that walls have; the default of MapLibre silently blurs everything wider than 4096. */
const maxCanvasSize: [number, number] = [8192, 8192];

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
  const screenHeight = container.clientHeight;
  const scale = screenHeight / 1080;
  const towns = namedPlaces(data.base.towns);
  const areas = areaNames(data.base);
  const atlas = symbolAtlas(Math.min(256, Math.ceil(56 * scale)), 'dark');
  const measure = canvasMeasure();
  let { scene, frame } = first;
  let told = '';
  const map = new MapLibreMap({
    container,
    style: baseStyle(data.base, darkMap, { text: null, line: scale * 1.4 }),
    bounds: scene.camera(data.base),
    fitBoundsOptions: { padding: paddingOf(container, frame.city) },
    interactive: false,
    attributionControl: false,
    fadeDuration: 0,
    maxCanvasSize,
    renderWorldCopies: false,
    canvasContextAttributes: { antialias: true },
  });
  const overlay = new MapLibreOverlay({ interleaved: true, layers: [] });
  map.addControl(overlay);

  const project = (at: [number, number]): { x: number; y: number } => map.project(at);
  const shown = (): readonly FrameRow[] =>
    scene.shows ? data.incidents().filter(scene.shows) : data.incidents();

  const draw = (now: number): number | null => {
    data.settle(now);
    const incidents = shown();
    const lens = chooseLens(incidents);
    let standing: Standing[] = [];
    const state: SceneState = {
      base: data.base,
      incidents,
      sensors: data.sensors,
      scale,
      sensorLayer: (id, dotOf): Layer => sensorLayer(id, data.sensors, data.paintOf(dotOf), scale),
      incidentLayers: (id): Layer[] => {
        // What the lens shows in full is small on the map, but for the matter that the lens is about.
        const inLens = new Set(lens?.members.slice(1).map((row) => row.id));
        standing = standings(incidents, project, scale, inLens);
        return [markLayer(id, marksOf(standing), atlas)];
      },
    };
    const layers = scene.layers(state);
    overlay.setProps({ layers: [...layers, ...motionLayers(data.motion(), now, scale)] });
    tell(standing, lens, now);
    return nextMotionIn(data.motion(), now);
  };

  /** Labels change with rows and camera, not with every ring; told only when they differ. */
  const tell = (standing: readonly Standing[], lens: Lens | null, now: number): void => {
    const arcs = data.motion().arcs.filter((arc) => arcAt(arc, now));
    const key = `${scene.id} ${data.revision()} ${arcs.map(({ id }) => id).join()} ${map.getZoom()} ${JSON.stringify(frame)}`;
    if (key === told) return;
    told = key;
    const rows = new Map(data.incidents().map((row) => [row.id, row]));
    const counts = townCounts(data.rows());
    calls.onPicture({
      lens: lens ? { lens, on: boxOf(lens.bounds, project) } : null,
      countedOnly: [...counts.values()].reduce((sum, count) => sum + count, 0),
      labels: mapLabels({
        standing,
        units: arcs.flatMap(({ id, to }) => {
          const name = rows.get(id)?.departmentName;
          return name ? [{ id, name, ...project(to) }] : [];
        }),
        towns: towns.flatMap((town) => {
          const count = counts.get(town.code ?? '');
          return count === undefined ? [] : [{ town, count, ...project(town.at) }];
        }),
        areas: areas.map((name) => ({ ...name, ...project(name.at) })),
        area: frame.area,
        obstacles: frame.taken,
        height: screenHeight,
        measure,
      }),
    });
  };

  const loop = makeLoop(draw);
  const fit = (animate: boolean): void => {
    const padding = paddingOf(container, frame.city);
    map.fitBounds(scene.camera(data.base), { padding, duration: animate ? 900 : 0, essential: false });
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
      fit(true);
    },
    setFrame: (next) => {
      frame = next;
      fit(false);
    },
    destroy: () => {
      loop.stop();
      map.getCanvas().removeEventListener('webglcontextlost', calls.onLost);
      map.remove();
    },
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

function boxOf(
  [west, south, east, north]: Lens['bounds'],
  project: (at: [number, number]) => { x: number; y: number },
): Box {
  const a = project([west, north]);
  const b = project([east, south]);
  return { x: a.x, y: a.y, width: b.x - a.x, height: b.y - a.y };
}
