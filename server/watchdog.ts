import { Worker } from 'node:worker_threads';
import type { Logger } from './log.ts';
import { loopStates, tickLoops } from './progress.ts';

const tickMs = 1_000;
const blockedAfterTicks = 60;

/**
 * In a thread of its own, because a blocked event loop cannot watch itself. Like the rest it counts its own ticks, so
 * that a frozen process which wakes is left alone. The console of a thread needs the main one: it writes by hand.
 */
const guard = `
const { workerData: { alive, tickMs, blockedAfterTicks } } = require('node:worker_threads');
let seen = -1;
let still = 0;
setInterval(() => {
  const now = Atomics.load(alive, 0);
  still = now === seen ? still + 1 : 0;
  seen = now;
  if (still < blockedAfterTicks) return;
  require('node:fs').writeSync(2, JSON.stringify({ level: 60, msg: 'the event loop is blocked; the process ends' }) + '\\n');
  process.kill(process.pid, 'SIGKILL');
}, tickMs);
`;

export type WatchdogPace = { tickMs?: number; blockedAfterTicks?: number };

/**
 * 看门狗: ends the process when a loop has hung in one turn past its patience, or when nothing runs at all. Whoever
 * started it starts it again; what was at work stands in PostgreSQL under a lease or was rolled back.
 */
export function startWatchdog(log: Logger, pace: WatchdogPace = {}): { close: () => void } {
  const settings = { tickMs, blockedAfterTicks, ...pace };
  const alive = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(guard, { eval: true, execArgv: [], workerData: { ...settings, alive } });
  thread.unref();
  const timer = setInterval(() => {
    Atomics.add(alive, 0, 1);
    tickLoops();
    const stuck = loopStates().filter((one) => one.stuck);
    if (stuck.length === 0) return;
    log.fatal({ loops: stuck }, 'a loop makes no progress; the process ends');
    process.exit(1);
  }, settings.tickMs);
  timer.unref();
  return {
    close: () => {
      clearInterval(timer);
      void thread.terminate();
    },
  };
}
