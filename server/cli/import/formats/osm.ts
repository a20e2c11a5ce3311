import type { Format } from '../kind.ts';
import { osmRows } from '../osmium.ts';

/** OpenStreetMap extract, as XML. */
export const format: Format = { id: 'osm', title: 'OSM 数据', rows: osmRows };
