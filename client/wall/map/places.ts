import type { Layer } from '@deck.gl/core';
import { PathLayer, ScatterplotLayer } from '@deck.gl/layers';
import type { Position } from 'geojson';
import type { LineState, ScenePlace } from '#contracts/scene.ts';
import type { BaseMap } from '#contracts/wall.ts';
import { collection, linesOf } from '../../shared/map/geometry.ts';
import { kmPerDegree } from '../lens.ts';
import type { LngLat } from '../motion.ts';
import { onTop } from './layers.ts';

type Colour = [number, number, number, number];
/** Never the colour of a level: what is past its line is white, what is silent is grey. */
const inks: Record<LineState, Colour> = {
  calm: [140, 190, 222, 230],
  over: [255, 255, 255, 255],
  late: [122, 143, 166, 150],
};
const ringInk: Colour = [140, 190, 222, 70];
const worksInk: Colour = [124, 150, 176, 255];
/** A vessel's line is as long as its way of so many minutes. */
const aheadMinutes = 6;

/** The same list for the same figures: a new one would go to the GPU with every picture. */
function remembered<Of extends object, Made>(make: (of: Of) => Made): (of: Of) => Made {
  const made = new WeakMap<Of, Made>();
  return (of) => {
    const one = made.get(of) ?? make(of);
    made.set(of, one);
    return one;
  };
}
const split = remembered((places: readonly ScenePlace[]) => ({
  sites: places.filter(({ kind }) => kind === 'site'),
  vessels: places.filter(({ kind }) => kind === 'vessel'),
}));
const linesByKind = remembered((base: BaseMap) => {
  const lines = new Map<string, Position[][]>();
  for (const feature of collection(base.facilities).features) {
    const kind = String(feature.properties?.['kind']);
    const own = linesOf({ type: 'FeatureCollection', features: [feature] });
    lines.set(kind, [...(lines.get(kind) ?? []), ...own]);
  }
  return lines;
});
const none: Position[][] = [];

function ahead({ lng, lat, courseDeg, speedKmh }: ScenePlace): LngLat[] {
  const km = ((speedKmh ?? 0) * aheadMinutes) / 60;
  const course = ((courseDeg ?? 0) * Math.PI) / 180;
  const north = (Math.cos(course) * km) / kmPerDegree;
  const east = (Math.sin(course) * km) / (kmPerDegree * Math.cos((lat * Math.PI) / 180));
  return [
    [lng, lat],
    [lng + east, lat + north],
  ];
}

/** Sites as rings with their circles of metres; around the marks of vessels that somebody must see a ring, with their way ahead. */
export function placeLayers(
  id: string,
  places: readonly ScenePlace[],
  rings: readonly number[],
  scale: number,
): Layer[] {
  const { sites, vessels } = split(places);
  const at = ({ lng, lat }: ScenePlace): LngLat => [lng, lat];
  const pixels = { radiusUnits: 'pixels', lineWidthUnits: 'pixels', parameters: onTop } as const;
  return [
    ...rings.map(
      (metres) =>
        new ScatterplotLayer<ScenePlace>({
          ...pixels,
          id: `${id}-ring-${metres}`,
          data: sites,
          filled: false,
          stroked: true,
          getPosition: at,
          getRadius: metres,
          radiusUnits: 'meters',
          getLineColor: ringInk,
          getLineWidth: scale,
        }),
    ),
    new ScatterplotLayer<ScenePlace>({
      ...pixels,
      id: `${id}-sites`,
      data: sites,
      filled: true,
      stroked: true,
      getPosition: at,
      getRadius: ({ state }) => (state === 'over' ? 7 : 5.5) * scale,
      getFillColor: ({ state }) => (state === 'over' ? inks.over : [14, 23, 34, 255]),
      getLineColor: ({ state }) => inks[state],
      getLineWidth: 1.8 * scale,
    }),
    new PathLayer<ScenePlace>({
      id: `${id}-ahead`,
      data: vessels,
      getPath: ahead,
      getColor: ({ state }) => inks[state],
      getWidth: 1.6 * scale,
      widthUnits: 'pixels',
      capRounded: true,
      parameters: onTop,
    }),
    new ScatterplotLayer<ScenePlace>({
      ...pixels,
      id: `${id}-vessels`,
      data: vessels,
      filled: false,
      stroked: true,
      getPosition: at,
      getRadius: 14 * scale,
      getLineColor: ({ state }) => inks[state],
      getLineWidth: 2 * scale,
    }),
  ];
}

/** Bridges, pipes or borders of parks, stronger than the base map has them. */
export function facilityLayer(id: string, base: BaseMap, kind: string, scale: number): Layer {
  return new PathLayer<Position[]>({
    id,
    data: linesByKind(base).get(kind) ?? none,
    getPath: (line) => line as LngLat[],
    getColor: worksInk,
    getWidth: 2 * scale,
    widthUnits: 'pixels',
    jointRounded: true,
    capRounded: true,
    parameters: onTop,
  });
}
