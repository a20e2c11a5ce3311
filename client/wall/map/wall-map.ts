import { MapLibreOverlay } from '@deck.gl/maplibre';
import { Map as MapLibreMap } from 'maplibre-gl';
import type { SceneFigures } from '#contracts/scene.ts';
import { darkMap } from '../../shared/map/look.ts';
import { baseStyle } from '../../shared/map/style.ts';
import { startMapWorker } from '../../shared/map/worker.ts';
import type { WallData } from '../data.ts';
import { makeLoop } from '../loop.ts';
import { nextMotionIn } from '../motion.ts';
import type { Look } from '../scene.ts';
import type { CanvasSize } from '../use-driven.ts';
import { boxOf, keyOf, moveTo, paddingOf, roomOf } from './camera.ts';
import { motionLayers } from './layers.ts';
import { makePainter } from './painter.ts';
import { makePictures } from './picture.ts';
import type { MapFrame, MapPicture } from './picture.ts';
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
