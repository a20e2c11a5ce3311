import { Map as MapLibreMap } from 'maplibre-gl';
import type { BaseMap } from '#contracts/wall.ts';
import { boundsOf } from '../../../client/shared/map/geometry.ts';
import { darkMap } from '../../../client/shared/map/look.ts';
import { baseStyle } from '../../../client/shared/map/style.ts';
import { startMapWorker } from '../../../client/shared/map/worker.ts';

/** The baseline of the wall's first picture: MapLibre alone, with the wall's style and data. */
startMapWorker();
const container = document.querySelector<HTMLElement>('#ground')!;
const answer = await fetch('/api/map/base');
const base = (await answer.json()) as BaseMap;
const line = (container.clientHeight / 1080) * 1.4;
const map = new MapLibreMap({
  container,
  style: baseStyle(base, darkMap, { text: null, line }),
  bounds: boundsOf(base),
  interactive: false,
  attributionControl: false,
  fadeDuration: 0,
  renderWorldCopies: false,
  canvasContextAttributes: { antialias: true },
});
map.once('load', () => (container.dataset['ready'] = 'true'));
