import 'maplibre-gl/dist/maplibre-gl.css';
import { GeoJSONSource, Map as GlMap, ScaleControl } from 'maplibre-gl';
import type { FeatureCollection } from 'geojson';
import type { WallCamera } from '#contracts/driven-wall.ts';
import type { BaseMap } from '#contracts/wall.ts';
import { boundsOf } from '../../shared/map/geometry.ts';
import { darkMap, lightMap } from '../../shared/map/look.ts';
import { baseStyle } from '../../shared/map/style.ts';
import { drawSymbol } from '../../shared/map/symbols.ts';
import { startMapWorker } from '../../shared/map/worker.ts';
import { palette } from '../../shared/theme.ts';
import type { ThemeName } from '../../shared/theme.ts';
import type { VaguePoint } from '../desk-context.ts';
import { sightOf } from './features.ts';
import { deskLayers, streetZoom } from './layers.ts';

const sources = ['incidents', 'marks', 'accuracy', 'sights'] as const;
export type SourceName = (typeof sources)[number];
const nothing: FeatureCollection = { type: 'FeatureCollection', features: [] };
const imagePx = 64;

startMapWorker();

/** Puts a map of the city with the desk's layers into `container`; remove() it afterwards. */
export function openDeskMap(container: HTMLElement, base: BaseMap, theme: ThemeName): GlMap {
  const style = baseStyle(base, theme === 'dark' ? darkMap : lightMap);
  for (const name of sources) style.sources[name] = { type: 'geojson', data: nothing };
  style.layers.push(...deskLayers(theme));
  const map = new GlMap({
    container,
    style,
    bounds: boundsOf(base),
    fitBoundsOptions: { padding: 16 },
    attributionControl: false,
    // What a reader of the screen hears when the map has the focus.
    locale: { 'Map.Title': '地图' },
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    keyboard: false,
  });
  map.addControl(new ScaleControl({ maxWidth: 90, unit: 'metric' }), 'top-right');
  for (const level of [1, 2, 3, 4] as const)
    addImage(map, `s${level}`, (context) => {
      drawSymbol(context, level, { x: imagePx / 2, y: imagePx / 2, size: imagePx * 0.94 }, { ground: theme });
    });
  addImage(map, 'ring', (context) => drawFrame(context, palette[theme].surface, palette[theme].accent, true));
  addImage(map, 'box', (context) => drawFrame(context, palette[theme].surface, palette[theme].ink, false));
  return map;
}

/** Replaces the data of one of the desk's sources, as soon as the map can take it. */
export function setData(map: GlMap, name: SourceName, data: FeatureCollection): void {
  const source = map.getSource(name);
  if (source instanceof GeoJSONSource) void source.setData(data);
  else map.once('styledata', () => setData(map, name, data));
}

/** Brings one place to the middle at street scale, or as far off as it may be; several places all into sight. */
export function lookAt(map: GlMap, places: readonly VaguePoint[]): void {
  const bounds = sightOf(places);
  if (!bounds) return;
  const street = places.length === 1 ? Math.max(map.getZoom(), streetZoom) : streetZoom;
  map.fitBounds(bounds, { padding: places.length === 1 ? 32 : 72, maxZoom: street, duration: 300 });
}

/** The free area of a wall 1080 pixels high, between its columns. */
const wallMiddle = { width: 860, height: 880 };

/** What this map shows as the camera of walls: all of it stays in sight there. */
export function viewForWalls(map: GlMap): WallCamera {
  const { clientWidth, clientHeight } = map.getContainer();
  const { lng, lat } = map.getCenter();
  const larger = Math.min(
    wallMiddle.width / Math.max(1, clientWidth),
    wallMiddle.height / Math.max(1, clientHeight),
  );
  const zoom = Math.min(20, Math.max(0, map.getZoom() + Math.log2(larger)));
  return { lng, lat, zoom, pitch: map.getPitch(), bearing: map.getBearing() };
}

function addImage(map: GlMap, name: string, draw: (context: CanvasRenderingContext2D) => void): void {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = imagePx;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return;
  draw(context);
  map.addImage(name, context.getImageData(0, 0, imagePx, imagePx));
}

function drawFrame(context: CanvasRenderingContext2D, fill: string, line: string, round: boolean): void {
  context.beginPath();
  if (round) context.arc(imagePx / 2, imagePx / 2, 22, 0, 2 * Math.PI);
  else context.rect(12, 12, 40, 40);
  context.fillStyle = fill;
  context.strokeStyle = line;
  context.lineWidth = 4;
  context.fill();
  context.stroke();
}
