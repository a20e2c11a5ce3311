import { z } from 'zod';
import { toWgs84 } from '#geodata/build.ts';
import { isInBounds } from '#contracts/city.ts';
import type { City } from '#contracts/city.ts';
import { Crs } from '#server/sources/common.ts';

export type Geometry = { type: string; coordinates: unknown[] };
export type Refused = { code: string; message: string };

/** The coordinate system of a row as `--crs` or the mapping file gave it. */
export const RowCrs = Crs.default('wgs84');
/** CGCS2000 and WGS 84 differ by centimetres. */
const systems = { gcj02: 'GCJ02', bd09: 'BD09', wgs84: 'WGS84', cgcs2000: 'WGS84' } as const;

const Shape = z.object({ type: z.string(), coordinates: z.array(z.unknown()) });
const shapeNames: Record<string, string> = {
  Point: '点',
  LineString: '线',
  MultiLineString: '线',
  Polygon: '面',
  MultiPolygon: '面',
};

/**
 * A geometry as its row gave it, in WGS 84. Refused, with a Chinese reason: none, another shape than wanted, numbers
 * that are no coordinates, a ring of fewer than four points, a point outside the city.
 */
export function readGeometry(
  raw: unknown,
  crs: z.output<typeof RowCrs>,
  wanted: readonly string[],
  city: City,
): Geometry | Refused {
  const parsed = Shape.safeParse(raw);
  if (!parsed.success) return { code: 'bad-geometry', message: '没有几何图形，或不是有效的 GeoJSON 图形' };
  if (!wanted.includes(parsed.data.type)) {
    const names = [...new Set(wanted.map((type) => shapeNames[type]))].join('、');
    return {
      code: 'bad-geometry',
      message: `图形应为${names}，实为${shapeNames[parsed.data.type] ?? parsed.data.type}`,
    };
  }
  const points = pointsOf(parsed.data.coordinates);
  if (points.length === 0 || !points.every(isPosition))
    return { code: 'bad-geometry', message: '坐标不是“经度, 纬度”的数对，或超出经纬度范围' };
  if (parsed.data.type.endsWith('Polygon') && ringsOf(parsed.data).some((ring) => ring.length < 4))
    return { code: 'bad-geometry', message: '面的边界至少要有三个顶点，且首尾相接' };
  const geometry = toWgs84(parsed.data, systems[crs]);
  const isInside = pointsOf(geometry.coordinates).some(([lng, lat]) =>
    isInBounds(city, lng as number, lat as number),
  );
  return isInside
    ? geometry
    : { code: 'outside-city', message: '图形不在本市范围内，请核对经纬度次序与坐标系（--crs）' };
}

export const isRefused = (value: object): value is Refused => 'code' in value && 'message' in value;

/** Every position of a geometry, however deep. */
function pointsOf(coordinates: readonly unknown[]): unknown[][] {
  if (coordinates.length > 0 && !Array.isArray(coordinates[0])) return [coordinates as unknown[]];
  return coordinates.flatMap((part) => (Array.isArray(part) ? pointsOf(part) : [[part]]));
}

const isPosition = ([lng, lat]: readonly unknown[]): boolean =>
  typeof lng === 'number' && typeof lat === 'number' && Math.abs(lng) <= 180 && Math.abs(lat) <= 90;

function ringsOf({ type, coordinates }: Geometry): unknown[][] {
  return (type === 'Polygon' ? coordinates : coordinates.flat()) as unknown[][];
}
