import { z } from 'zod';
import type { Format, Row } from '../kind.ts';
import { readDocument } from './json.ts';

const Collection = z.object({
  features: z.array(
    z.object({
      id: z.union([z.string(), z.number()]).optional(),
      properties: z.record(z.string(), z.unknown()).nullable(),
      geometry: z.object({ type: z.string(), coordinates: z.unknown() }).nullable(),
    }),
  ),
});

/** A feature's properties as columns, with `geometry`, `id`, and `lng` and `lat` of a point where they are not there already. */
async function* rows(file: string): AsyncGenerator<Row> {
  const parsed = Collection.safeParse(await readDocument(file));
  if (!parsed.success) throw new Error('不是有效的 GeoJSON 要素集（FeatureCollection）');
  for (const [index, { id, properties, geometry }] of parsed.data.features.entries()) {
    const [lng, lat] = geometry?.type === 'Point' ? (geometry.coordinates as unknown[]) : [];
    const own = { ...(id === undefined ? {} : { id }), ...(lng === undefined ? {} : { lng, lat }) };
    yield { no: index + 1, cells: { ...own, ...properties, geometry } };
  }
}

/** GeoJSON 要素集. */
export const format: Format = { id: 'geojson', title: 'GeoJSON', rows };
