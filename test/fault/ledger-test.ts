import { rmSync } from 'node:fs';
import { databaseServer } from '#test/support/database-server.ts';
import { checkAll } from './checks/check.ts';
import { startFaultCity } from './city.ts';
import { makeFaults } from './faults.ts';
import { print, printFaults, printTraffic, printVerdicts } from './print.ts';
import type { RedisServer } from './redis-server.ts';
import { longScript, shortScript } from './script.ts';
import { chainFault, settle } from './settle.ts';

const longMinutes = 14;

/** The ledger test: load, faults, quiet, the ten checks. True when nothing was lost and nothing doubled. */
export async function ledgerTest(
  redis: RedisServer,
  { full, seed }: { full: boolean; seed: number },
): Promise<boolean> {
  const city = await startFaultCity({
    redisUrl: redis.url,
    servers: 2,
    workers: 2,
    groupsPerSecond: full ? 0.8 : 1.2,
    mostGroups: 1_500,
  });
  let clean = false;
  try {
    const faults = makeFaults(city, { postgres: await databaseServer(), redis });
    const begun = Date.now();
    await city.outside.order({ do: 'load' });
    await (full ? longScript(faults, seed, longMinutes) : shortScript(faults));
    const { books, state } = await settle(city);
    const terms = { outsideUnits: city.outsideUnits, outages: faults.outages };
    const verdicts = checkAll(books, state, terms, await chainFault(city.databaseUrl));
    print(`\n== the ledger test, ${full ? `long form, seed ${seed}` : 'short form'} ==`);
    printFaults(faults.happened, begun);
    printTraffic(books, state);
    clean = printVerdicts(verdicts);
  } finally {
    await city.close().catch((error: unknown) => {
      clean = false;
      print(`the city did not stop cleanly: ${error instanceof Error ? error.message : String(error)}`);
    });
    if (clean) rmSync(city.folder, { recursive: true, force: true });
    else print(`the ledgers are kept in ${city.folder}`);
  }
  return clean;
}
