import type { Format } from '../kind.ts';
import { osmRows } from '../osmium.ts';

/** OpenStreetMap extract, as .osm.pbf. */
export const format: Format = { id: 'pbf', title: 'OSM 数据', rows: osmRows };
