import { buildBaseMap } from '#geodata/base-map.ts';
import type { ImportCity } from './kind.ts';

/** Makes the tiles of the map anew from what was just brought in. */
export async function redrawMap({ pool, dataDir, city }: ImportCity): Promise<void> {
  await buildBaseMap(pool, dataDir, city.id);
}
