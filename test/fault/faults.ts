import { setTimeout as pause } from 'node:timers/promises';
import { untilTrue } from '../../server/launch/processes.mjs';
import type { Chengyun } from '#test/support/chengyun.ts';
import type { DatabaseServer } from '#test/support/database-server.ts';
import type { Outage } from './checks/handled.ts';
import type { FaultCity } from './city.ts';
import type { RedisServer } from './redis-server.ts';

export type Happened = { name: string; at: number; tookMs: number };
export type Faults = {
  killServer: (n?: number) => Promise<void>;
  killAllServers: () => Promise<void>;
  /** The server that publishes; it stays dead until another has taken over, and this throws when none does. */
  killLeader: () => Promise<void>;
  /** While the departments answer slowly: it dies between sending and marking. */
  killWorker: (n?: number) => Promise<void>;
  killAllWorkers: () => Promise<void>;
  killPostgres: () => Promise<void>;
  killRedis: () => Promise<void>;
  flushRedis: () => Promise<void>;
  /** SIGSTOP past its lease, then SIGCONT: it wakes up and believes that it is still its turn. */
  freezeWorker: (n?: number, ms?: number) => Promise<void>;
  freezeServer: (n?: number, ms?: number) => Promise<void>;
  happened: Happened[];
  /** When no worker or no database could keep a deadline. */
  outages: Outage[];
};

/** Longer than the lease of a delivery (30 s). */
const pastLeaseMs = 33_000;
const serverNames = ['the server', 'the second server'];
const workerNames = ['a worker', 'the second worker'];

/** Which server numbers the frames now; -1: none that answers. */
async function leaderOf(servers: readonly Chengyun[]): Promise<number> {
  const leads = await Promise.all(
    servers.map(({ url }) =>
      fetch(`${url}/metrics`, { signal: AbortSignal.timeout(5_000) })
        .then((answer) => answer.text())
        .then((text) => /^chengyun_feed_publishing 1$/m.test(text))
        .catch(() => false),
    ),
  );
  return leads.indexOf(true);
}

/** Every fault does its harm, starts again what it killed, and resolves when that is ready. */
export function makeFaults(
  city: Pick<FaultCity, 'servers' | 'workers' | 'outside'>,
  services: { postgres?: DatabaseServer; redis: RedisServer },
): Faults {
  const happened: Happened[] = [];
  const outages: Outage[] = [];
  const tell = async (name: string, work: () => Promise<void>, blinds = false): Promise<void> => {
    const at = Date.now();
    await work();
    happened.push({ name, at, tookMs: Date.now() - at });
    if (blinds) outages.push({ from: at, to: Date.now() });
  };
  const freeze = async (pid: number, ms: number): Promise<void> => {
    process.kill(pid, 'SIGSTOP');
    await pause(ms).finally(() => process.kill(pid, 'SIGCONT'));
  };
  const again = async (one: Chengyun, part: 'server' | 'workers'): Promise<void> => {
    await one.kill(part);
    await one.restart(part);
  };
  const takeOver = async (): Promise<void> => {
    let leader = -1;
    const found = async (): Promise<boolean> => (leader = await leaderOf(city.servers)) >= 0;
    if (!(await untilTrue(found, 60_000))) throw new Error('no server publishes');
    const before = leader;
    const server = city.servers[before]!;
    await tell('kill -9 of the publishing server, another leads', async () => {
      await server.kill('server');
      if (!(await untilTrue(found, 60_000))) throw new Error('nobody took over the live feed');
    });
    await server.restart('server');
  };
  return {
    happened,
    outages,
    killServer: (n = 0) => tell(`kill -9 of ${serverNames[n]}`, () => again(city.servers[n]!, 'server')),
    killAllServers: () =>
      tell('kill -9 of all servers', async () => {
        await Promise.all(city.servers.map((one) => again(one, 'server')));
      }),
    killLeader: takeOver,
    killWorker: async (n = 0) => {
      await city.outside.order({ do: 'hold', ms: 2_500 });
      await pause(1_500);
      await tell(
        `kill -9 of ${workerNames[n]}`,
        () => again(city.workers[n]!, 'workers'),
        city.workers.length === 1,
      );
    },
    killAllWorkers: () =>
      tell('kill -9 of all workers', async () => {
        await Promise.all(city.workers.map((one) => again(one, 'workers')));
      }, true), // prettier-ignore
    killPostgres: () =>
      tell(
        'kill -9 of PostgreSQL and every backend',
        async () => {
          await services.postgres!.kill();
          await services.postgres!.start();
        },
        true,
      ),
    killRedis: () =>
      tell('kill -9 of Redis, one second away', async () => {
        await services.redis.kill();
        await pause(1_000);
        await services.redis.start();
      }),
    flushRedis: () => tell('FLUSHALL of Redis', () => services.redis.flush()),
    freezeWorker: async (n = 0, ms = pastLeaseMs) => {
      await city.outside.order({ do: 'hold', ms: 3_000 });
      await pause(1_500);
      await tell(`SIGSTOP of ${workerNames[n]}, then SIGCONT`, () =>
        freeze(city.workers[n]!.pid('workers'), ms),
      );
    },
    freezeServer: (n = 0, ms = 15_000) =>
      tell(`SIGSTOP of ${serverNames[n]}, then SIGCONT`, () => freeze(city.servers[n]!.pid('server'), ms)),
  };
}
