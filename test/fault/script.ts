import { setTimeout as pause } from 'node:timers/promises';
import type { Faults } from './faults.ts';

const second = 1_000;

/** The short form: each fault once, and some in pairs. */
export async function shortScript(faults: Faults): Promise<void> {
  await pause(5 * second);
  await Promise.all([faults.killLeader(), faults.killWorker(0)]);
  await pause(2 * second);
  await faults.flushRedis();
  await pause(3 * second);
  await faults.killRedis();
  await pause(3 * second);
  await faults.killPostgres();
  await pause(5 * second);
  await faults.killAllWorkers();
  await pause(2 * second);
  await faults.killAllServers();
  await pause(2 * second);
  const meanwhile = async (): Promise<void> => {
    await pause(8 * second);
    await Promise.all([faults.flushRedis(), faults.killLeader()]);
  };
  await Promise.all([faults.freezeWorker(0), meanwhile()]);
  await pause(2 * second);
  await Promise.all([faults.killPostgres(), faults.flushRedis()]);
  await pause(4 * second);
}

/** Numbers from 0 to 1 that the seed decides. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The long form: faults in an order that the seed decides, one after another and in pairs, for `minutes`. */
export async function longScript(faults: Faults, seed: number, minutes: number): Promise<void> {
  const roll = dice(seed);
  const kinds: (() => Promise<void>)[] = [
    () => faults.killServer(0),
    () => faults.killLeader(),
    () => faults.killAllServers(),
    () => faults.killServer(1),
    () => faults.killWorker(0),
    () => faults.killWorker(1),
    () => faults.killAllWorkers(),
    () => faults.killPostgres(),
    () => faults.killRedis(),
    () => faults.flushRedis(),
    () => Promise.all([faults.killPostgres(), faults.flushRedis()]).then(() => undefined),
    () => Promise.all([faults.killLeader(), faults.killWorker(1)]).then(() => undefined),
    () =>
      Promise.all([faults.freezeWorker(0), pause(9_000).then(() => faults.flushRedis())]).then(
        () => undefined,
      ),
    () =>
      Promise.all([faults.freezeWorker(1), pause(9_000).then(() => faults.killServer(1))]).then(
        () => undefined,
      ),
    () => faults.freezeServer(Math.floor(roll() * 2)),
  ];
  const end = Date.now() + minutes * 60 * second;
  while (Date.now() < end) {
    // Every kind comes once before any comes again.
    const order = kinds.map((run) => ({ run, at: roll() })).sort((a, b) => a.at - b.at);
    for (const { run } of order) {
      await run();
      await pause((1 + roll() * 5) * second);
      if (Date.now() > end) return;
    }
  }
}
