import type { GeoJSONSource, Map as MapLibreMap, StyleSpecification } from 'maplibre-gl';
import type { Warning, WarningList } from '#contracts/warning.ts';

export type Warned = WarningList['items'];

type Colour = NonNullable<Warning['colour']>;

/** Colours of the authority's own scale, as on its flags; the mildest first. */
const colours: Record<Colour, string> = {
  white: '#ffffff',
  blue: '#3e9bff',
  yellow: '#ffd21e',
  orange: '#ff8a1f',
  red: '#ff4d4f',
};
const order = Object.keys(colours);
const imagePrefix = 'hatch-';
const source = 'warned';
const empty = { type: 'FeatureCollection' as const, features: [] };

/** 预警范围: hatched, never filled: whose area it is that an authority warns of, while what lies under it stays readable. */
export function withWarned(style: StyleSpecification, scale: number): StyleSpecification {
  const colour = [
    'match',
    ['get', 'colour'],
    ...order.flatMap((one) => [one, colours[one as Colour]]),
    '#fff',
  ];
  return {
    ...style,
    sources: { ...style.sources, [source]: { type: 'geojson', data: empty } },
    layers: [
      ...style.layers,
      {
        id: 'warned-areas',
        type: 'fill',
        source,
        layout: { 'fill-sort-key': ['get', 'rank'] },
        paint: { 'fill-pattern': ['concat', imagePrefix, ['get', 'colour']], 'fill-opacity': 0.3 },
      },
      {
        id: 'warned-borders',
        type: 'line',
        source,
        layout: { 'line-sort-key': ['get', 'rank'] },
        paint: { 'line-color': colour as unknown as string, 'line-width': 1.6 * scale, 'line-opacity': 0.75 },
      },
    ],
  };
}

/** What has an area and a colour of its own; a response is the business of a whole county and stands in words. */
export const hatched = (standing: Warned): Warned =>
  standing.filter(({ outline, colour }) => outline !== null && colour !== null);

/** The hatched areas of a map. `show` is to be called whenever what stands changes, also before the map is ready; `onShow` hears of it. */
export function makeWarned(
  map: MapLibreMap,
  scale: number,
  onShow: () => void,
): { show: (standing: Warned) => void; standing: () => Warned } {
  let isReady = false;
  let shown: Warned = [];
  const show = (standing: Warned): void => {
    const features = hatched(standing).map(({ outline, colour }) => ({
      type: 'Feature' as const,
      geometry: outline as GeoJSON.Geometry,
      properties: { colour, rank: order.indexOf(colour!) },
    }));
    void map.getSource<GeoJSONSource>(source)?.setData({ type: 'FeatureCollection', features });
  };
  map.once('load', () => {
    for (const colour of order) map.addImage(imagePrefix + colour, hatch(colours[colour as Colour], scale));
    isReady = true;
    show(shown);
  });
  return {
    standing: () => shown,
    show: (standing) => {
      shown = standing;
      if (isReady) show(standing);
      onShow();
    },
  };
}

/** A tile of slanting lines that goes on at every edge. */
function hatch(colour: string, scale: number): ImageData {
  const side = Math.max(8, Math.round(14 * scale));
  // Read back at once: drawn on the card, that would wait for all it has to do (350 ms of the first picture).
  const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true })!;
  context.strokeStyle = colour;
  context.lineWidth = side / 9;
  context.lineCap = 'square';
  for (const from of [-side, 0, side]) {
    context.beginPath();
    context.moveTo(from, side);
    context.lineTo(from + side, 0);
    context.stroke();
  }
  return context.getImageData(0, 0, side, side);
}
