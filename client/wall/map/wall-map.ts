import type { Layer } from '@deck.gl/core';
import { MapLibreOverlay } from '@deck.gl/maplibre';
import { Map as MapLibreMap } from 'maplibre-gl';
import type { FrameRow } from '#contracts/live.ts';
import type { SceneFigures } from '#contracts/scene.ts';
import { boundsOf } from '../../shared/map/geometry.ts';
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
import type { FleetName } from '../movers.ts';
import type { Look, SceneState } from '../scene.ts';
import type { CanvasSize } from '../use-driven.ts';
import { densityLayers } from './density.ts';
import { makeFootprints } from './footprints.ts';
import { markLayer, motionLayers, restLayer, sensorLayer } from './layers.ts';
import type { Mark } from './layers.ts';
import { marksOf, standings } from './marks.ts';
import type { Standing } from './marks.ts';
import { moverAtlas } from './mover-icons.ts';
import { fleetLayers } from './mover-layers.ts';
import { makePictures } from './picture.ts';
import type { MapFrame, MapPicture } from './picture.ts';
import { facilityLayer, placeLayers } from './places.ts';
import { makeWarned, withWarned } from './warned.ts';
import type { Warned } from './warned.ts';

export type WallMap = {
  kick: () => void;
  setLook: (look: Look) => void;
  setFrame: (frame: MapFrame) => void;
  /** The scene's own figures; the camera moves when they ask for another box. */
  setOwn: (own: SceneFigures | null) => void;
  setWarned: (standing: Warned) => void;
  destroy: () => void;
};

type Calls = {
  onPicture: (picture: MapPicture) => void;
  onLost: () => void;
  onReady: (canvas: CanvasSize) => void;
};

/** The largest canvas that walls have; the default of MapLibre silently blurs everything wider than 4096. */
const maxCanvasSize: [number, number] = [8192, 8192];

function makeMap(container: HTMLElement, data: WallData, { scene }: Look, frame: MapFrame): MapLibreMap {
  const line = (container.clientHeight / 1080) * 1.4;
  return new MapLibreMap({
    container,
    style: withWarned(baseStyle(data.base, darkMap, { text: null, line }), line),
    bounds: scene.camera(data.base, null),
    fitBoundsOptions: { padding: paddingOf(container, roomOf({ scene, own: null }, data, frame)) },
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
  { letters, ...first }: { look: Look; frame: MapFrame; letters: Promise<void> },
  calls: Calls,
): WallMap {
  startMapWorker();
  let { look, frame } = first;
  const map = makeMap(container, data, look, frame);
  const overlay = new MapLibreOverlay({ interleaved: true, layers: [] });
  map.addControl(overlay);
  const scale = container.clientHeight / 1080;
  const paint = makePainter(data, map, scale);
  const warned = makeWarned(map, scale, () => loop.kick());
  const picture = makePictures(data.base, container.clientHeight, letters, (at) => map.project(at));

  const loop = makeLoop((now) => {
    data.settle(now);
    const camera = keyOf(map, look);
    const { layers, ...painted } = paint(look, camera);
    overlay.setProps({ layers: [...layers, ...motionLayers(data.motion(), now, scale)] });
    const next = picture({ ...painted, data, frame, look, warned: warned.standing(), camera, now });
    if (next) calls.onPicture(next);
    return nextMotionIn(data.motion(), now);
  });
  const fit = (durationMs: number): void => {
    moveTo(map, container, data, { look, frame }, durationMs);
    loop.kick();
  };
  map.on('moveend', loop.kick);
  map.once('load', () => {
    loop.kick();
    if (look.camera) fit(0);
  });
  void whole(map, letters, loop.kick).then(() => calls.onReady(canvasOf(map)));
  map.getCanvas().addEventListener('webglcontextlost', calls.onLost);
  return {
    kick: loop.kick,
    setLook: (next) => {
      look = next;
      fit(900);
    },
    setFrame: (next) => {
      if (JSON.stringify(next) === JSON.stringify(frame)) return;
      frame = next;
      // A flight that has begun goes on to the new middle.
      fit(map.isMoving() ? 600 : 0);
    },
    setOwn: (own) => {
      const before = boxOf(look, data);
      look = { ...look, own };
      if (boxOf(look, data) === before) loop.kick();
      else fit(900);
    },
    setWarned: warned.show,
    destroy: () => {
      loop.stop();
      map.getCanvas().removeEventListener('webglcontextlost', calls.onLost);
      map.remove();
    },
  };
}

/** Resolves with the first picture that has its letters. Not "idle": a map whose data changes ten times a second never is. */
async function whole(map: MapLibreMap, letters: Promise<void>, draw: () => void): Promise<void> {
  await Promise.all([map.once('load'), letters]);
  draw();
  await map.once('render');
}

/** The same list of nothing is never sent to the card again. */
const noPlaces: SceneFigures['places'] = [];

/** The box that a scene asks for, to be compared. */
const boxOf = ({ scene, own }: Pick<Look, 'scene' | 'own'>, data: WallData): string =>
  String(scene.camera(data.base, own));

/** Whether a scene looks at less than the city: at a network, at one bridge. */
const isClose = (look: Pick<Look, 'scene' | 'own'>, data: WallData): boolean =>
  boxOf(look, data) !== String(boundsOf(data.base));

const roomOf = (look: Pick<Look, 'scene' | 'own'>, data: WallData, { city, close }: MapFrame): Box =>
  isClose(look, data) ? close : city;

/** Brings the map to the camera that was asked for, else to the scene's own, in the middle of the free area. */
function moveTo(
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

/** How many pixels the map asked for and how many the browser gave it: a smaller buffer is a blurred wall. */
function canvasOf(map: MapLibreMap): CanvasSize {
  const canvas = map.getCanvas();
  const gl = canvas.getContext('webgl2');
  const asked = (px: number): number => Math.round(px * devicePixelRatio);
  return {
    asked: [asked(canvas.clientWidth), asked(canvas.clientHeight)],
    drawn: [gl?.drawingBufferWidth ?? canvas.width, gl?.drawingBufferHeight ?? canvas.height],
  };
}

/** Everything that what stands where depends on, besides the rows. */
function keyOf(map: MapLibreMap, { scene, layers }: Look): string {
  const turned = `${map.getPitch()} ${map.getBearing()}`;
  return `${scene.id} ${map.getZoom()} ${map.getCenter().toString()} ${turned} ${JSON.stringify(layers)}`;
}

/** The incidents of a scene as they stand on the map. The same list of marks is never sent to the card again. */
type Placed = {
  incidents: readonly FrameRow[];
  /** Those of other subjects. */
  rest: readonly FrameRow[];
  lens: Lens | null;
  standing: Standing[];
  marks: Mark[];
};

/**
 * Makes the layers of a scene from the data as it is now, and says which symbols stand in full. Symbols are placed anew
 * when rows or camera have changed, not with every reading.
 */
function makePainter(
  data: WallData,
  map: MapLibreMap,
  scale: number,
): (look: Look, camera: string) => Pick<Placed, 'standing' | 'lens'> & { layers: Layer[]; sights: boolean } {
  const atlas = symbolAtlas(Math.min(256, Math.ceil(56 * scale)), 'dark');
  const marked = { atlas: moverAtlas(), scale };
  const footprints = makeFootprints(map, scale);
  let placed: Placed | null = null;
  let placedAs = '';
  const place = ({ scene, own, camera, layers }: Look): Placed => {
    const { shows } = scene;
    const here = shows ? data.incidents().filter(shows) : data.incidents();
    const incidents = oneForMany(here);
    const hidden = layers?.matters === false;
    const rest = shows && !hidden ? data.incidents().filter((row) => !shows(row)) : [];
    // Who looks closer than at the city needs no lens.
    const close = camera !== null || isClose({ scene, own }, data);
    const lens = hidden || layers?.lens === false || close ? null : chooseLens(incidents);
    // What the lens shows in full is small on the map, but for the matter that the lens is about.
    const inLens = new Set(lens?.members.slice(1).map((row) => row.id));
    const standing = hidden ? [] : standings(incidents, (at) => map.project(at), scale, inLens);
    return { incidents, rest, lens, standing, marks: marksOf(standing) };
  };
  return (look, camera) => {
    const { scene, own, layers: kept } = look;
    const as = `${camera} ${look.camera === null} ${data.revision()}`;
    if (as !== placedAs || !placed) placed = place(look);
    placedAs = as;
    const { incidents, rest, lens, standing, marks } = placed;
    const fleets = new Set<FleetName>();
    const state: SceneState = {
      base: data.base,
      incidents,
      sensors: data.sensors,
      own,
      scale,
      placeLayers: (id, rings = []) => placeLayers(id, own?.places ?? noPlaces, rings, scale),
      densityLayers: (id) => densityLayers(id, own?.density),
      facilityLayer: (id, kind) => facilityLayer(id, data.base, kind, scale),
      sensorLayer: (id, dotOf): Layer => {
        const layer = sensorLayer(id, data.sensors, data.paintOf(dotOf), scale);
        return kept?.sensors === false ? layer.clone({ visible: false }) : layer;
      },
      moverLayers: (id, fleet, how): Layer[] => {
        if (kept?.sensors === false) return [];
        fleets.add(fleet);
        return fleetLayers(id, data.movers[fleet], how, marked);
      },
      incidentLayers: (id): Layer[] => [markLayer(id, marks, atlas)],
    };
    const sights = footprints(data.cameras(), incidents, camera, data.revision());
    const layers = [...sights, restLayer(rest, scale), ...scene.layers(state)];
    data.showMovers(fleets);
    return { layers, sights: sights.length > 0, standing, lens };
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
