import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Logger } from '#server/log.ts';
import type { Queued } from '#store/deliveries.ts';

/** A number alone, or with a colon in it, is not a job id to BullMQ; an empty one would be no id at all. */
export const jobIdOf = (deliveryId: number): string => `d-${deliveryId}`;

/** How long the producer waits for Redis before it says that it is away. */
const patienceMs = 1_500;
const closeWithinMs = 4_000;

export type Handler = (deliveryId: number) => Promise<void>;
export type Queues = {
  /** Hands deliveries to the queues of their channels; throws when Redis does not take them in time. */
  add: (rows: readonly Queued[]) => Promise<void>;
  /** Begins to consume, or begins anew with new connections when a consumer no longer moves. */
  consume: () => Promise<void>;
  /** How many deliveries this process has handled. */
  handled: () => number;
  /** Jobs that the queues hold, waiting or active. */
  depth: () => Promise<number>;
  close: () => Promise<void>;
};

export type QueueOptions = {
  redisUrl: string;
  prefix: string;
  log: Logger;
  /** One queue for each channel, so that a slow one never stands in the way of another. */
  handlers: ReadonlyMap<string, Handler>;
};

/** Queues that evict would lose work in silence: throws on such a Redis. One that is away may come later. */
export async function refuseEviction(redisUrl: string, log: Logger): Promise<void> {
  const redis = producerConnection(redisUrl, log);
  const info = await within(redis.info('memory')).catch(() => null);
  redis.disconnect();
  const policy = /^maxmemory_policy:(\S+)/m.exec(info ?? '')?.[1];
  if (info === null) log.warn('Redis does not answer yet');
  else if (policy !== undefined && policy !== 'noeviction')
    throw new Error(`Redis 的 maxmemory-policy 是 ${policy}，须为 noeviction`);
}

/** Takes every job out of the queues of these channels: after a restore they speak of another past. */
export async function emptyQueues(
  redisUrl: string,
  prefix: string,
  channels: readonly string[],
): Promise<void> {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: 1, connectTimeout: patienceMs });
  connection.on('error', () => undefined);
  try {
    for (const id of channels) {
      const queue = new Queue(`deliver-${id}`, { connection, prefix });
      queue.on('error', () => undefined);
      await within(queue.obliterate({ force: true }), closeWithinMs);
      await within(queue.close()).catch(() => undefined);
    }
  } finally {
    connection.disconnect();
  }
}

/** Opens the producers; consumers begin with `consume`. */
export function openQueues({ redisUrl, prefix, log, handlers }: QueueOptions): Queues {
  const producer = producerConnection(redisUrl, log);
  const queues = new Map(
    [...handlers.keys()].map((id) => {
      const queue = new Queue(`deliver-${id}`, { connection: producer, prefix });
      queue.on('error', quiet(log, 'queue'));
      return [id, queue] as const;
    }),
  );
  let workers: { worker: Worker; connection: Redis }[] = [];
  let handled = 0;

  const stopConsuming = async (): Promise<void> => {
    const old = workers;
    workers = [];
    await Promise.all(old.map((one) => endWorker(one)));
  };
  return {
    add: async (rows) => {
      const adds = [...byChannel(rows)].map(async ([id, ids]) => queues.get(id)?.addBulk(ids.map(toJob)));
      await within(Promise.all(adds));
    },
    consume: async () => {
      await stopConsuming();
      workers = [...handlers].map(([id, handle]) => {
        const connection = consumerConnection(redisUrl, log);
        const worker = new Worker<{ id: number }>(
          `deliver-${id}`,
          async (one) => {
            await handle(one.data.id);
            handled += 1;
          },
          { connection, prefix, concurrency: 200, lockDuration: 30_000, maxStalledCount: 3 },
        );
        worker.on('error', quiet(log, 'consumer'));
        worker.on('failed', (failed, error) =>
          log.warn({ err: error, delivery: failed?.data.id, channel: id }, 'a delivery will be tried again'),
        );
        return { worker, connection };
      });
    },
    handled: () => handled,
    depth: async () => {
      const counts = await within(
        Promise.all([...queues.values()].map((queue) => queue.getJobCounts('waiting', 'active'))),
      );
      return counts.reduce((sum, count) => sum + (count['waiting'] ?? 0) + (count['active'] ?? 0), 0);
    },
    close: async () => {
      const ends = [...queues.values()].map((queue) => within(queue.close()).catch(() => undefined));
      await Promise.all([stopConsuming(), ...ends]);
      producer.disconnect();
    },
  };
}

async function endWorker({ worker, connection }: { worker: Worker; connection: Redis }): Promise<void> {
  // Whatever is still at work then loses its lock, and PostgreSQL's lease says who goes on.
  await within(worker.close(), closeWithinMs).catch(() => within(worker.close(true)).catch(() => undefined));
  connection.disconnect();
}

const toJob = (id: number): { name: string; data: { id: number }; opts: object } => ({
  name: 'deliver',
  data: { id },
  // PostgreSQL remembers, not Redis: a job that stays would make its id unusable.
  opts: { jobId: jobIdOf(id), removeOnComplete: true, removeOnFail: true, attempts: 1 },
});

function byChannel(rows: readonly Queued[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const { id, channel } of rows) found.set(channel, [...(found.get(channel) ?? []), id]);
  return found;
}

function producerConnection(redisUrl: string, log: Logger): Redis {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 1, connectTimeout: patienceMs });
  redis.on('error', quiet(log, 'producer'));
  return redis;
}

function consumerConnection(redisUrl: string, log: Logger): Redis {
  const redis = new Redis(redisUrl, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(100 * 2 ** times, 2_000),
  });
  redis.on('error', quiet(log, 'consumer'));
  return redis;
}

/** Redis being away is said once in ten seconds, not at every try. */
function quiet(log: Logger, who: string): (error: Error) => void {
  let saidAt = -Infinity;
  return (error) => {
    if (performance.now() - saidAt < 10_000) return;
    saidAt = performance.now();
    log.warn({ who, reason: error.message }, 'Redis is away');
  };
}

async function within<T>(work: Promise<T>, limitMs = patienceMs): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Redis did not answer in time')), limitMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
