import { allPlaces, areaNames } from '#store/areas.ts';
import type { AreaName } from '#store/areas.ts';
import type { Pool } from '#store/db.ts';
import { makeGazetteer } from '#text/gazetteer.ts';
import type { Gazetteer } from '#text/gazetteer.ts';

/** Places by name, in memory: merging asks for every text. Imported ones are known after the next reading. */
export async function readGazetteer(pool: Pool): Promise<Gazetteer> {
  const [places, areas] = await Promise.all([allPlaces(pool), areaNames(pool)]);
  return makeGazetteer(places, districtWords(areas));
}

/** Every way to say a district: 端州区 and 端州. */
function districtWords(areas: readonly AreaName[]): Map<string, string> {
  const words = new Map<string, string>();
  for (const { code, kind, name } of areas) {
    if (kind !== 'district') continue;
    words.set(name, code);
    const short = name.replace(/(新区|[市区县])$/u, '');
    if (short.length >= 2) words.set(short, code);
  }
  return words;
}
