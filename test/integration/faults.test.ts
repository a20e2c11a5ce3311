import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { checkAll } from '../fault/checks/check.ts';
import { requestsOf } from '../fault/checks/books.ts';
import { isClean } from '../fault/checks/verdict.ts';
import { startFaultCity } from '../fault/city.ts';
import { makeFaults } from '../fault/faults.ts';
import { redisServer } from '../fault/redis-server.ts';
import { chainFault, settle } from '../fault/settle.ts';

// The whole ledger test is `npm run fault`; this is its shortest form, without the death of PostgreSQL, which all
// test files share.
test('of two servers and two workers the leading one and one more killed -9 under load, Redis wiped: everything arrives exactly once, and both walls see the same', async () => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'chengyun-redis-'));
  const redis = await redisServer(dataDir, false);
  await redis.start();
  try {
    const wish = { servers: 2, workers: 2, groupsPerSecond: 2, mostGroups: 200, longDeadlines: true };
    const city = await startFaultCity({ redisUrl: redis.url, ...wish });
    try {
      const faults = makeFaults(city, { redis });
      await city.outside.order({ do: 'load' });
      await pause(1_500);
      await Promise.all([faults.killWorker(), pause(500).then(() => faults.killLeader())]);
      await faults.flushRedis();
      await pause(1_500);
      const { books, state } = await settle(city);
      const terms = { outsideUnits: city.outsideUnits, outages: faults.outages };
      const verdicts = checkAll(books, state, terms, await chainFault(city.databaseUrl));
      expect(verdicts.filter((verdict) => !isClean(verdict))).toEqual([]);
      expect(requestsOf(books.client).size).toBeGreaterThan(30);
      expect(state.tasks.length).toBeGreaterThan(5);
      expect(books.department.length).toBeGreaterThan(0);
      expect(books.walls.map((wall) => wall.some(({ what }) => what === 'frame'))).toEqual([true, true]);
    } finally {
      await city.close();
      rmSync(city.folder, { recursive: true, force: true });
    }
  } finally {
    await redis.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
