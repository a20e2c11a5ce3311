import fs from 'node:fs';
import path from 'node:path';
import { makeOpenFolder } from '../../server/launch/files.mjs';
import { whileLocked } from '../../server/launch/lock.mjs';
import { identify, isAlive } from '../../server/launch/processes.mjs';
import { readSecrets } from '../../server/launch/secrets.mjs';
import { provideServices } from '../../server/launch/services.mjs';

/**
 * The private PostgreSQL and Redis of test runs. Several runs may share them: the first starts them, the
 * last stops them, and a run that was killed is noticed by the next.
 * @param {{ dataDir: string, durable: boolean }} wanted
 */
export async function joinServices({ dataDir, durable }) {
  makeOpenFolder(dataDir);
  const users = path.join(dataDir, 'users');
  makeOpenFolder(users);
  const own = path.join(users, String(process.pid));
  const others = () =>
    fs.readdirSync(users).filter((name) => {
      const who = JSON.parse(fs.readFileSync(path.join(users, name), 'utf8'));
      if (!isAlive(who)) fs.rmSync(path.join(users, name), { force: true });
      return isAlive(who) && who.pid !== process.pid;
    });

  return whileLocked(dataDir, 'services', async () => {
    const alone = others().length === 0;
    fs.writeFileSync(own, JSON.stringify(identify(process.pid)));
    const secrets = readSecrets(dataDir);
    const services = await provideServices({
      dataDir,
      secrets,
      durable,
      role: 'test',
      databaseUrl: undefined,
      redisUrl: undefined,
    });
    const { postgres, redis } = services;
    if (!postgres || !redis) throw new Error('the test services are always private');
    for (const service of [postgres, redis]) if (!(await service.ready())) (await service.start()).unref();
    await postgres.prepare();
    const leave = () =>
      whileLocked(dataDir, 'services', async () => {
        fs.rmSync(own, { force: true });
        if (others().length > 0) return;
        await redis.stopLeftover();
        await postgres.stopLeftover();
      });
    return { url: postgres.url, adminUrl: postgres.adminUrl, redisUrl: redis.url, alone, leave };
  });
}
