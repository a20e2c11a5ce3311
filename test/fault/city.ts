import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Limit } from '#contracts/reference.ts';
import { changeReference } from '#flows/edit-reference.ts';
import { makePool } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { readReference } from '#store/reference.ts';
import { webhookSecret } from '#store/webhook-secret.ts';
import { cookieOf } from '#test/support/app.ts';
import { startChengyun, testSecrets } from '#test/support/chengyun.ts';
import type { Chengyun } from '#test/support/chengyun.ts';
import { actorOf } from '#test/support/people.ts';
import { freePort, freshDatabase } from '#test/support/stack.ts';
import { startOutside } from './outside-process.ts';
import type { Outside } from './outside-process.ts';

/** The units of Duanzhou and Dinghu that road flooding goes to: both get a system of their own. */
const outsideUnits = ['441202-quwang', '441203-zhujian'];

export type Wish = {
  redisUrl: string;
  servers: number;
  workers: number;
  groupsPerSecond: number;
  mostGroups: number;
  /** Leave the deadlines as they are shipped: none passes within the run. */
  longDeadlines?: boolean;
};
export type FaultCity = {
  databaseUrl: string;
  outsideUnits: readonly string[];
  servers: Chengyun[];
  workers: Chengyun[];
  outside: Outside;
  /** Where the outside world writes its ledgers, and everything else of this run. */
  folder: string;
  close: () => Promise<void>;
};

/** Departments with systems of their own, and limits so short that they pass while the faults happen. */
async function arrange(pool: Pool, departmentPort: number, longDeadlines: boolean): Promise<void> {
  const reference = await readReference(pool);
  const by = { actor: actorOf('system-admin') };
  for (const code of outsideUnits) {
    const webhookUrl = `http://127.0.0.1:${departmentPort}/${code}`;
    await changeReference({ pool }, by, { kind: 'unit', code }, { ...reference.unit.get(code)!, webhookUrl });
  }
  if (longDeadlines) return;
  const seconds = (n: number): Limit => ({ amount: n / 3600, unit: 'urgent-hour' });
  for (const code of ['road-flooding', 'garbage']) {
    const category = reference.category.get(code)!;
    const limits = category.limits.map((one) => ({
      ...one,
      sign: seconds(8),
      unit: seconds(18),
      dispatch: seconds(9),
    }));
    await changeReference({ pool }, by, { kind: 'category', code }, { ...category, limits });
  }
}

/** A city of several processes over a database of its own, with the outside world around it. */
export async function startFaultCity(wish: Wish): Promise<FaultCity> {
  const database = await freshDatabase();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chengyun-fault-'));
  const pool = makePool(database.url, 4, 'fault-setup');
  const started: Chengyun[] = [];
  const parts: ('server' | 'workers')[] = [];
  const close = async (): Promise<void> => {
    // A stopped part takes its log with it; the ledgers may need it.
    started.forEach((one, n) => writeFileSync(path.join(folder, `${parts[n]}-${n}.log`), one.log(parts[n]!)));
    const stops = await Promise.allSettled(started.map((one) => one.stop()));
    await pool.end();
    await database.close();
    const failed = stops.find((stop) => stop.status === 'rejected');
    if (failed) throw failed.reason;
  };
  try {
    const departmentPort = await freePort();
    await arrange(pool, departmentPort, wish.longDeadlines ?? false);
    const clerkCookie = await cookieOf(pool, 'unit-clerk', { unitCode: outsideUnits[0]! });
    const adminCookie = await cookieOf(pool, 'system-admin');
    const start = async (role: 'server' | 'workers'): Promise<Chengyun> => {
      const one = await startChengyun({
        databaseUrl: database.url,
        redisUrl: wish.redisUrl,
        role,
        // The launcher starts again what ends; here, too, a machine may be too busy for the first try.
        tries: 5,
        env: { CHENGYUN_LOG: 'warn' },
      });
      started.push(one);
      parts.push(role);
      return one;
    };
    const all = (role: 'server' | 'workers', count: number): Promise<Chengyun[]> =>
      Promise.all(Array.from({ length: count }, () => start(role)));
    const [servers, workers] = await Promise.all([all('server', wish.servers), all('workers', wish.workers)]);
    const secretOf = (unit: string): string => webhookSecret(testSecrets.CHENGYUN_INDEX_KEY, unit);
    const outside = await startOutside({
      folder,
      urls: servers.map(({ url }) => url),
      ingestToken: testSecrets.CHENGYUN_INGEST_TOKEN,
      apiToken: testSecrets.CHENGYUN_API_TOKEN,
      departmentPort,
      secrets: Object.fromEntries(outsideUnits.map((unit) => [unit, secretOf(unit)])),
      clerkCookie,
      adminCookie,
      groupsPerSecond: wish.groupsPerSecond,
      mostGroups: wish.mostGroups,
    });
    return {
      databaseUrl: database.url,
      outsideUnits,
      servers,
      workers,
      outside,
      folder,
      close: async () => {
        await outside.close();
        await close();
      },
    };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}
