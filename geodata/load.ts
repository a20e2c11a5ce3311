import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { City, PackageFile } from '#contracts/city.ts';
import { inTransaction, makePool } from '#store/db.ts';
import { loadedGeodata, lockGeodata, replaceGeodata } from '#store/load-areas.ts';
import { buildGeodata } from './build.ts';
import type { Fetched } from './build.ts';
import { cityFolder, readCity } from './city.ts';
import { packageFile } from './package-file.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * Loads a city's districts, townships, places and rivers, in one transaction; repeating it changes nothing.
 * Without network the coarse borders of the folder are loaded, one line (marked !) says so, and the next start
 * tries again; complete data already loaded is never replaced by coarse data.
 */
export async function loadGeodata(
  databaseUrl: string,
  dataDir: string,
  cityName = 'zhaoqing',
): Promise<void> {
  const city = readCity(cityName);
  const folder = cityFolder(cityName);
  const pool = makePool(databaseUrl, 1, 'chengyun-geodata');
  try {
    const before = await loadedGeodata(pool);
    const isComplete = before?.city === city.id && before.complete;
    if (isComplete && before.hash === contentHash(city, folder, true))
      return say(`· 地理数据（${city.name}）已是最新`);
    const fetched = await fetchAll(city, path.join(dataDir, 'cache', 'geodata'));
    const complete = isWhole(city, fetched);
    if (isComplete && !complete) return say('! 地理数据暂未更新，继续使用已载入的数据；下次启动时再试。');
    const loaded = { city: city.id, hash: contentHash(city, folder, complete), complete };
    const data = buildGeodata(city, fetched, folder);
    await inTransaction(pool, '*', async (tx) => {
      await lockGeodata(tx);
      if ((await loadedGeodata(tx))?.hash !== loaded.hash) await replaceGeodata(tx, data, loaded);
    });
    const { districts, towns, places, villages, rivers, facilities } = data;
    say(
      `· 已载入地理数据（${city.name}）：区县 ${districts.length}，镇街 ${towns.length}，` +
        `地名 ${places.length}，村社 ${villages.length}，河流 ${rivers.length}，设施 ${facilities.length}`,
    );
  } finally {
    await pool.end();
  }
}

function isWhole(city: City, fetched: Fetched): boolean {
  const kinds = ['districts', 'villages'] as const;
  return kinds.every((kind) => !city.packages[kind] || fetched[kind] !== null);
}

async function fetchAll(city: City, cacheDir: string): Promise<Fetched> {
  const { districts, villages } = city.packages;
  return {
    districts: await fetchOne(districts, cacheDir, '区县边界（暂用概化示意边界）'),
    villages: await fetchOne(villages, cacheDir, '村、社区名录（暂不能按村名定位）'),
  };
}

/** The file, or null and one line when it cannot be had, or is not the one that was pinned: the city starts all the same. */
async function fetchOne(
  file: PackageFile | undefined,
  cacheDir: string,
  title: string,
): Promise<string | null> {
  if (!file) return null;
  try {
    return await packageFile(file, cacheDir);
  } catch (error) {
    say(`! 未能取得${title}：${error instanceof Error ? error.message : String(error)}；下次启动时再试。`);
    return null;
  }
}

/** Changes when the city's files, the code that reads them, or what was to be had changes. */
function contentHash(city: City, folder: string, complete: boolean): string {
  const loaders = ['load-areas', 'load-facilities', 'grids'].map((name) =>
    path.join(import.meta.dirname, `../server/store/${name}.ts`),
  );
  const hash = createHash('sha256').update(`${city.id} ${complete}`);
  for (const file of [...filesIn(import.meta.dirname), ...filesIn(folder), ...loaders]) {
    hash.update(path.basename(file)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|json|geojson|csv)$/.test(entry.name))
    .map((entry) => path.join(folder, entry.name))
    .sort();
}
