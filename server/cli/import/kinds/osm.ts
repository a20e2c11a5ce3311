import { inTransaction } from '#store/db.ts';
import { replaceMapFeatures } from '#store/map-features.ts';
import type { MapFeature } from '#store/map-features.ts';
import type { ImportKind } from '../kind.ts';
import { drawnAs } from '../osm-tags.ts';
import { redrawMap } from '../redraw-map.ts';

/** OSM 数据: roads, waters, green and buildings for the map, in the place of an earlier extract. */
export const kind: ImportKind = {
  id: 'osm',
  title: 'OSM 底图数据',
  formats: ['osm', 'pbf'],
  fields: [
    { name: 'tags', title: '标签', type: 'any', required: true },
    { name: 'geometry', title: '图形', type: 'any', required: true },
  ],
  batch: Number.POSITIVE_INFINITY,
  take: async (city, items) => {
    const features = items.map((item) => drawnAs(item['tags'], item['geometry']));
    const drawn = features.filter((feature): feature is MapFeature => feature !== null);
    const isNew = await inTransaction(city.pool, '*', (tx) => replaceMapFeatures(tx, 'osm', drawn));
    if (isNew) await redrawMap(city);
    const quarantined = features.flatMap((feature, index) =>
      feature ? [] : [{ index, code: 'not-drawn', message: '底图不画这类要素' }],
    );
    return { accepted: isNew ? drawn.length : 0, duplicates: isNew ? 0 : drawn.length, quarantined };
  },
  doubt: (_, item) => (drawnAs(item['tags'], item['geometry']) ? null : '底图不画这类要素'),
};
