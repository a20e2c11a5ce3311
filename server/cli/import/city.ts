import { readCity } from '#geodata/city.ts';
import type { Config } from '#server/config.ts';
import { makeDoors } from '#server/ingest/doors.ts';
import { cityNow, makePool } from '#store/db.ts';
import { loadedGeodata } from '#store/load-areas.ts';
import { readReference } from '#store/reference.ts';
import { makeWake } from '#store/signal.ts';
import { makePartitions } from '#store/upkeep.ts';
import { makeVault } from '#store/vault.ts';
import type { ImportCity } from './kind.ts';

/**
 * The city's own doors, opened in this process: the same functions that answer HTTP, over the same database, so that an
 * import is checked, keyed and quarantined as live data is, and needs no server. Throws one Chinese sentence when the
 * database is not ready, or holds another city.
 */
export async function openCity(config: Config): Promise<ImportCity & { close: () => Promise<void> }> {
  const city = readCity(config.CITY);
  const pool = makePool(config.DATABASE_URL, 6, 'chengyun-import');
  try {
    const loaded = await loadedGeodata(pool).catch(() => null);
    if (loaded === null) throw new Error('数据库尚未准备好：请先执行一次 npm start');
    if (loaded.city !== city.id)
      throw new Error(`数据库中是城市“${loaded.city}”，不是“${city.id}”：请设置 CITY=${loaded.city}`);
    const now = await cityNow(pool);
    await makePartitions(pool, now);
    const vault = makeVault({
      fieldKey: config.CHENGYUN_FIELD_KEY,
      macKey: config.CHENGYUN_MAC_KEY,
      indexKey: config.CHENGYUN_INDEX_KEY,
      cipher: config.CHENGYUN_CIPHER,
    });
    const reference = await readReference(pool);
    const { doors, close } = makeDoors(
      { pool, vault, bounds: city.bounds, reference: () => reference, wake: makeWake(pool) },
      { watched: false },
    );
    const closeAll = async (): Promise<void> => {
      await close();
      await pool.end();
    };
    return { city, pool, vault, doors, reference, now, dataDir: config.DATA_DIR, close: closeAll };
  } catch (error) {
    await pool.end();
    throw error;
  }
}
