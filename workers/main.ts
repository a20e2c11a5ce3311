import path from 'node:path';
import { readCity } from '#geodata/city.ts';
import { readConfig } from '#server/config.ts';
import type { Config } from '#server/config.ts';
import { keepFresh } from '#server/keep-fresh.ts';
import { keepGazetteer } from '#server/keep-gazetteer.ts';
import { keepKnown } from '#server/keep-known.ts';
import { makeLog } from '#server/log.ts';
import { startMerging } from '#server/merge/loop.ts';
import { workRegistry } from '#server/metrics.ts';
import { programVersion } from '#server/program.ts';
import { startWatchdog } from '#server/watchdog.ts';
import { cityNow, makePool } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { listen, makeWake } from '#store/signal.ts';
import { makePartitions } from '#store/upkeep.ts';
import { makeVault } from '#store/vault.ts';
import { webhookSecret } from '#store/webhook-secret.ts';
import { maskText } from '#text/mask.ts';
import { loadFolder } from '#workers/folder.ts';
import { startPeriodic } from '#workers/periodic.ts';
import { openQueues, refuseEviction } from '#workers/queues.ts';
import type { Queues } from '#workers/queues.ts';
import { startRelay, watchProgress } from '#workers/relay.ts';
import type { Channel, Handler, Job, Work } from '#workers/work.ts';

const connections = 10;
/** The launcher waits twelve seconds; whatever is at work after nine is left to its lease. */
const stopWithinMs = 9_000;

type Part = { close: () => Promise<void> };

/** One queue and one handler for each channel of the folder. */
function handlersOf(work: Work, jobs: readonly Job[], channels: readonly Channel[]): Map<string, Handler> {
  const queued = jobs.find((job) => job.kind === 'queued');
  if (!queued) throw new Error('no job handles what the queues bring');
  return new Map(channels.map((channel) => [channel.id, queued.handler(work, channel)]));
}

/** 送达: relay, queues, and the watch over both. */
async function startDelivering(
  config: Config,
  work: Work,
  jobs: readonly Job[],
): Promise<Part & { hurry: () => void }> {
  const channels = await loadFolder<Channel>(path.join(import.meta.dirname, 'channels'), 'channel');
  const handlers = handlersOf(work, jobs, channels);
  await refuseEviction(config.REDIS_URL, work.log);
  const queues: Queues = openQueues({
    redisUrl: config.REDIS_URL,
    prefix: config.CHENGYUN_QUEUE,
    log: work.log,
    handlers,
    stalledSeconds: config.CHENGYUN_STALLED_SECONDS,
  });
  await queues.consume();
  const relay = startRelay(work, queues, new Set(handlers.keys()));
  const watch = watchProgress(work, queues);
  return {
    hurry: relay.hurry,
    close: async () => {
      await Promise.all([relay.close(), watch.close()]);
      await queues.close();
    },
  };
}

/** 归并: the places by name in memory, and as many lanes as the settings say. */
async function startLinking(config: Config, work: Work): Promise<Part & { hurry: () => void }> {
  const vault = makeVault({
    fieldKey: config.CHENGYUN_FIELD_KEY,
    macKey: config.CHENGYUN_MAC_KEY,
    indexKey: config.CHENGYUN_INDEX_KEY,
    cipher: config.CHENGYUN_CIPHER,
  });
  const names = await keepGazetteer(work.pool, readCity(config.CITY));
  const merging = startMerging({ ...work, vault, gazetteer: names.gazetteer }, config.CHENGYUN_MERGERS);
  return {
    hurry: merging.nudge,
    close: async () => {
      names.close();
      await merging.close();
    },
  };
}

/** Starts everything over its parts; closing ends it, the pool last. */
async function startWorkers(config: Config, pool: Pool): Promise<Part> {
  const log = makeLog(config.CHENGYUN_LOG, 'workers');
  const stopping = new AbortController();
  await makePartitions(pool, await cityNow(pool));
  const fresh = await keepFresh(pool, log);
  const work: Work = {
    pool,
    log,
    reference: fresh.reference,
    wake: makeWake(pool),
    webhookSecret: (unitCode) => webhookSecret(config.CHENGYUN_INDEX_KEY, unitCode),
    dataDir: config.DATA_DIR,
    stopping: stopping.signal,
  };
  const jobs = await loadFolder<Job>(path.join(import.meta.dirname, 'jobs'), 'job');
  const delivering = await startDelivering(config, work, jobs);
  const linking = await startLinking(config, work);
  const periodic = startPeriodic(work, jobs);
  const known = await keepKnown(pool, log, {
    part: 'workers',
    program: programVersion,
    dataDir: config.DATA_DIR,
    figures: workRegistry,
  });
  const watchdog = startWatchdog(log);
  const hints = listen(pool, (topic) => {
    if (topic === 'delivery') delivering.hurry();
    if (topic === 'waiting') linking.hurry();
    if (topic === 'deadline') periodic.hurry('deadline');
  });
  return {
    close: async () => {
      stopping.abort();
      fresh.close();
      await Promise.all([hints.close(), delivering.close(), linking.close(), periodic.close()]);
      await known.close();
      watchdog.close();
      await pool.end();
    },
  };
}

// What nobody caught leaves an unknown state: say so, end, and be started again.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    console.error(maskText(error instanceof Error ? (error.stack ?? error.message) : String(error)));
    process.exit(1);
  });
}
const config = readConfig();
const workers = await startWorkers(config, makePool(config.DATABASE_URL, connections, 'chengyun-workers'));
process.stdout.write('ready workers\n');

let isStopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    void workers.close().then(() => process.exit(0));
  });
}
