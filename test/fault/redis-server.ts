import path from 'node:path';
import { Redis } from 'ioredis';
import { sendSignal, serversIn, untilTrue } from '../../server/launch/processes.mjs';
import { provideRedis } from '../../server/launch/redis.mjs';
import { readSecrets } from '../../server/launch/secrets.mjs';

export type RedisServer = {
  url: string;
  /** Forgets everything, as a person with a slip of the hand would make it. */
  flush: () => Promise<void>;
  kill: () => Promise<void>;
  /** Resolves when it answers. */
  start: () => Promise<void>;
  /** Ends it in order. */
  stop: () => Promise<void>;
};

/** A private Redis in `dataDir`, for tests that take it away; nobody else may use that folder. */
export async function redisServer(dataDir: string, durable: boolean): Promise<RedisServer> {
  const redis = await provideRedis({ dataDir, secrets: readSecrets(dataDir), durable });
  const running = (): readonly { pid: number }[] => serversIn(path.join(dataDir, 'redis'), /^redis-server/);
  return {
    url: redis.url,
    flush: async () => {
      const client = new Redis(redis.url, { maxRetriesPerRequest: 3 });
      client.on('error', () => undefined);
      await client.flushall().finally(() => client.disconnect());
    },
    kill: async () => {
      for (const { pid } of running()) sendSignal(pid, 'SIGKILL');
      await untilTrue(() => running().length === 0, 10_000);
    },
    start: async () => {
      if (!(await redis.ready())) (await redis.start()).unref();
    },
    stop: async () => {
      await redis.stopLeftover();
    },
  };
}
