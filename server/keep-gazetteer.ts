import { districtNames } from '#contracts/city.ts';
import type { City } from '#contracts/city.ts';
import { allPlaces, areaNames } from '#store/areas.ts';
import type { AreaName } from '#store/areas.ts';
import type { Pool } from '#store/db.ts';
import { makeGazetteer } from '#text/gazetteer.ts';
import type { Gazetteer } from '#text/gazetteer.ts';

/** An import of places is seen within this time. */
const everyMs = 60_000;

/** The gazetteer in memory, with every way to name a district. */
export async function keepGazetteer(
  pool: Pool,
  city: City,
): Promise<{ gazetteer: () => Gazetteer; close: () => void }> {
  let current = await readGazetteer(pool, city);
  const timer = setInterval(() => {
    readGazetteer(pool, city).then(
      (next) => (current = next),
      () => undefined,
    );
  }, everyMs);
  timer.unref();
  return { gazetteer: () => current, close: () => clearInterval(timer) };
}

/** All names of places now, and what is said for a district. */
export async function readGazetteer(pool: Pool, city: City): Promise<Gazetteer> {
  const [places, areas] = await Promise.all([allPlaces(pool), areaNames(pool)]);
  return makeGazetteer(places, new Map([...townships(areas), ...districtNames(city)]));
}

/** 金利镇 says 高要区; a township whose name a second district has too says nothing. */
function townships(areas: readonly AreaName[]): Map<string, string> {
  const said = new Map<string, Set<string>>();
  for (const { kind, name, parentCode } of areas)
    if (kind === 'town' && parentCode !== null)
      said.set(name, new Set([...(said.get(name) ?? []), parentCode]));
  return new Map(
    [...said].flatMap(([name, codes]) => (codes.size === 1 ? [[name, [...codes][0]!] as const] : [])),
  );
}
