import { districtNames } from '#contracts/city.ts';
import type { City } from '#contracts/city.ts';
import { allPlaces } from '#store/areas.ts';
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
  let current = await read(pool, city);
  const timer = setInterval(() => {
    read(pool, city).then(
      (next) => (current = next),
      () => undefined,
    );
  }, everyMs);
  timer.unref();
  return { gazetteer: () => current, close: () => clearInterval(timer) };
}

async function read(pool: Pool, city: City): Promise<Gazetteer> {
  return makeGazetteer(await allPlaces(pool), districtNames(city));
}
