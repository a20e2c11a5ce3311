import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Logger } from '#server/log.ts';
import type { Queued } from '#store/deliveries.ts';
import type { Handler } from '#workers/work.ts';

/**
 * First, last and how many: what is handed over again in the same bundle is the same job. A number alone, or with a
 * colon in it, is not a job id to BullMQ; an empty one would be no id at all.
 */
export const jobIdOf = (ids: readonly number[]): string => `d-${ids[0]}-${ids.at(-1)}-${ids.length}`;

/** How long the producer waits for Redis before it says that it is away. */
const patienceMs = 1_500;
const closeWithinMs = 4_000;

export type Queues = {
  /** Hands deliveries to the queues of their channels; throws when Redis does not take them in time. */
  add: (rows: readonly Queued[]) => Promise<void>;
  /** Begins to consume, or begins anew with new connections when a consumer no longer moves. */
  consume: () => Promise<void>;
  /** How many deliveries this process has handled. */
  handled: () => number;
  /** Jobs that the queues hold, waiting or active; each is a bundle of deliveries. */
  depth: () => Promise<number>;
  close: () => Promise<void>;
};

export type QueueOptions = {
  redisUrl: string;
  prefix: string;
  log: Logger;
  /** One queue for each channel, so that a slow one never stands in the way of another. */
  handlers: ReadonlyMap<string, Handler>;
  /** A job whose worker gives no sign of life for as long is taken back; it is looked for as often. */
  stalledSeconds?: number;
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
export function openQueues({ redisUrl, prefix, log, handlers, stalledSeconds = 30 }: QueueOptions): Queues {
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
      const adds = [...handlers].map(async ([id, { most }]) => {
        const own = rows.filter(({ channel }) => channel === id);
        if (own.length > 0) await queues.get(id)?.addBulk(bundlesOf(own, most).map(toJob));
      });
      await within(Promise.all(adds));
    },
    consume: async () => {
      await stopConsuming();
      workers = [...handlers].map(([id, handler]) => {
        const connection = consumerConnection(redisUrl, log);
        const count = (done: number): void => void (handled += done);
        const consumed = { id, handler, connection, prefix, log, stalledSeconds, count };
        return { worker: startWorker(consumed), connection };
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

type Consumed = Required<Pick<QueueOptions, 'prefix' | 'log' | 'stalledSeconds'>> & {
  /** The channel. */
  id: string;
  handler: Handler;
  connection: Redis;
  count: (done: number) => void;
};

function startWorker({ id, handler, connection, prefix, log, stalledSeconds, count }: Consumed): Worker {
  const silentMs = stalledSeconds * 1000;
  const worker = new Worker<{ ids: number[] }>(
    `deliver-${id}`,
    async (one) => {
      await handler.handle(one.data.ids);
      count(one.data.ids.length);
    },
    {
      ...{ connection, prefix, concurrency: handler.lanes },
      ...{ lockDuration: silentMs, stalledInterval: silentMs, maxStalledCount: 3 },
    },
  );
  worker.on('error', quiet(log, 'consumer'));
  worker.on('failed', (failed, error) =>
    log.warn({ err: error, deliveries: failed?.data.ids, channel: id }, 'deliveries will be tried again'),
  );
  return worker;
}

async function endWorker({ worker, connection }: { worker: Worker; connection: Redis }): Promise<void> {
  // Whatever is still at work then loses its lock, and PostgreSQL's lease says who goes on.
  await within(worker.close(), closeWithinMs).catch(() => within(worker.close(true)).catch(() => undefined));
  connection.disconnect();
}

const toJob = (ids: number[]): { name: string; data: { ids: number[] }; opts: object } => ({
  name: 'deliver',
  data: { ids },
  // PostgreSQL remembers, not Redis: a job that stays would make its id unusable.
  opts: { jobId: jobIdOf(ids), removeOnComplete: true, removeOnFail: true, attempts: 1 },
});

/**
 * Neighbours by number travel together, at most `most`. The borders lie at fixed numbers, so that what is handed over
 * again falls into the same bundles, and a queue that waits does not fill with the same deliveries in other company.
 */
export function bundlesOf(rows: readonly Queued[], most: number): number[][] {
  const found = new Map<number, number[]>();
  for (const { id } of [...rows].sort((a, b) => a.id - b.id)) {
    const place = Math.floor(id / most);
    const bundle = found.get(place);
    if (bundle) bundle.push(id);
    else found.set(place, [id]);
  }
  return [...found.values()];
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
