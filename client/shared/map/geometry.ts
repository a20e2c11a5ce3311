import type { Feature, FeatureCollection, Point, Position } from 'geojson';
import type { BaseMap } from '#contracts/wall.ts';

/** A named place of the sketch: district, township, river or landmark. WGS 84. */
export type Named = { code: string | null; name: string; kind: string | null; at: [number, number] };

/** A layer of the base map as GeoJSON; an absent or odd one is an empty collection, so the map still stands. */
export function collection(layer: unknown): FeatureCollection {
  const candidate = layer as Partial<FeatureCollection> | null;
  return candidate?.type === 'FeatureCollection' && Array.isArray(candidate.features)
    ? (candidate as FeatureCollection)
    : { type: 'FeatureCollection', features: [] };
}

/** The features of a layer with one point each, where a name or a count can stand. */
export function namedPlaces(layer: unknown): Named[] {
  return collection(layer).features.flatMap((feature) => {
    const at = labelPoint(feature);
    const { name, code, kind } = feature.properties ?? {};
    if (!at || typeof name !== 'string') return [];
    return [
      {
        at,
        name,
        code: typeof code === 'string' ? code : null,
        kind: typeof kind === 'string' ? kind : null,
      },
    ];
  });
}

/** The same as points for a symbol layer. */
export function pointsOf(layer: unknown): FeatureCollection<Point> {
  return {
    type: 'FeatureCollection',
    features: namedPlaces(layer).map(({ at, name, code, kind }) => ({
      type: 'Feature',
      properties: { name, code, kind },
      geometry: { type: 'Point', coordinates: at },
    })),
  };
}

/** Where a feature's name stands: its own `centre`, else the middle of its largest part. */
export function labelPoint(feature: Feature): [number, number] | null {
  const given: unknown = feature.properties?.['centre'];
  if (Array.isArray(given) && typeof given[0] === 'number' && typeof given[1] === 'number')
    return [given[0], given[1]];
  const { geometry } = feature;
  if (!geometry) return null;
  if (geometry.type === 'Point') return pair(geometry.coordinates);
  if (geometry.type === 'LineString') return middle(geometry.coordinates);
  if (geometry.type === 'MultiLineString') return middle(longest(geometry.coordinates));
  if (geometry.type === 'Polygon') return centroid(geometry.coordinates[0] ?? []);
  if (geometry.type === 'MultiPolygon')
    return centroid(longest(geometry.coordinates.map((polygon) => polygon[0] ?? [])));
  return null;
}

/** Every line of a layer (outlines of areas too), for drawing without a map. */
export function linesOf(layer: unknown): Position[][] {
  return collection(layer).features.flatMap(({ geometry }) => {
    if (!geometry) return [];
    if (geometry.type === 'LineString') return [geometry.coordinates];
    if (geometry.type === 'MultiLineString' || geometry.type === 'Polygon') return geometry.coordinates;
    return geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : [];
  });
}

/** Whether the layer's waters are areas (banks) rather than lines. */
export function isArea(feature: Feature): boolean {
  return feature.geometry?.type === 'Polygon' || feature.geometry?.type === 'MultiPolygon';
}

/** The corners of the city's box, as [west, south, east, north]. */
export function boundsOf(base: BaseMap): [[number, number], [number, number]] {
  const [west, south, east, north] = base.bounds;
  return [
    [west, south],
    [east, north],
  ];
}

function longest(lines: readonly Position[][]): Position[] {
  return lines.reduce<Position[]>((best, line) => (line.length > best.length ? line : best), []);
}

function middle(line: readonly Position[]): [number, number] | null {
  const at = line[Math.floor(line.length / 2)];
  return at ? pair(at) : null;
}

function pair(at: Position): [number, number] | null {
  return at.length >= 2 ? [at[0]!, at[1]!] : null;
}

function centroid(ring: readonly Position[]): [number, number] | null {
  const first = ring[0];
  if (!first) return null;
  let twice = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i + 1 < ring.length; i++) {
    const [ax = 0, ay = 0] = ring[i]!;
    const [bx = 0, by = 0] = ring[i + 1]!;
    const cross = ax * by - bx * ay;
    twice += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  return Math.abs(twice) < 1e-12 ? pair(first) : [x / (3 * twice), y / (3 * twice)];
}
