import { parseArgs } from 'node:util';
import { buildBaseMap } from '#geodata/base-map.ts';
import { cityFolder, readCity } from '#geodata/city.ts';
import { loadGeodata } from '#geodata/load.ts';
import { transitions } from '#domain/lifecycle.ts';
import { firstAccounts } from '#server/cli/first-accounts.ts';
import { redisTrouble } from '#server/cli/redis-trouble.ts';
import { readConfig } from '#server/config.ts';
import { markDemoIfEmpty, readMark } from '#store/city-mark.ts';
import type { Mark } from '#store/city-mark.ts';
import { inTransaction, makePool } from '#store/db.ts';
import { databaseTrouble } from '#store/fitness.ts';
import { loadedGeodata } from '#store/load-areas.ts';
import { loadReference } from '#store/load-reference.ts';
import { loadTransitions } from '#store/load-transitions.ts';
import { migrate } from '#store/migrate.ts';

/**
 * tsx server/cli/prepare.ts [--demo]
 * Makes a database ready for the city, or says in one sentence why it cannot be (status 2). Safe to repeat.
 * `--demo` marks it as a demonstration when nothing was accepted in it yet. The last line is `mark=<mark>`.
 */
const { values } = parseArgs({ options: { demo: { type: 'boolean', default: false } } });

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function prepare(): Promise<Mark> {
  const config = readConfig();
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, DATA_DIR: dataDir } = config;
  const city = readCity(config.CITY);
  for (const trouble of [await databaseTrouble(databaseUrl), await redisTrouble(redisUrl)]) {
    if (trouble) throw new Unfit(trouble);
  }
  say('数据表');
  await migrate(databaseUrl);
  const pool = makePool(databaseUrl, 1, 'chengyun-prepare');
  try {
    const loaded = await loadedGeodata(pool);
    if (loaded && loaded.city !== city.id) {
      throw new Unfit(
        `该数据库属于城市 ${loaded.city}，而 CITY 是 ${city.id}：两城的单位和地名不能混在一起，请换一个数据目录（DATA_DIR）或数据库。`,
      );
    }
    say('基础数据');
    for (const line of await loadReference(databaseUrl, cityFolder(config.CITY))) say(`! ${line}`);
    await loadTransitions(databaseUrl, transitions());
    say('地理数据');
    await loadGeodata(databaseUrl, dataDir, config.CITY);
    await buildBaseMap(pool, dataDir, city.id, say);
    const mark = await inTransaction(pool, '*', (tx) => (values.demo ? markDemoIfEmpty(tx) : readMark(tx)));
    say('账号');
    await firstAccounts(pool, config, city.accounts);
    return mark;
  } finally {
    await pool.end();
  }
}

/** The database or Redis cannot be used as it is; the message tells the person what to change. */
class Unfit extends Error {}

try {
  say(`mark=${await prepare()}`);
} catch (error) {
  say(error instanceof Unfit ? error.message : String(error instanceof Error ? error.stack : error));
  process.exitCode = error instanceof Unfit ? 2 : 1;
}
