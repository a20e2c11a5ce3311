import { setTimeout as wait } from 'node:timers/promises';
import { sendSignal, untilTrue } from './processes.mjs';
import { say } from './say.mjs';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/**
 * Something that the launcher keeps running.
 * @typedef {object} Charge
 * @property {string} title          Chinese, for messages
 * @property {'service' | 'part'} kind   parts stop before the services that they use
 * @property {(spawned: (child: ChildProcess) => void) => Promise<unknown>} start
 *   tells its child at once, resolves when it serves, throws when it cannot
 * @property {NodeJS.Signals} stopSignal   asks it to finish cleanly
 * @property {NodeJS.Signals} hardSignal   ends it at once
 * @property {number} graceMs        how long a clean stop may take
 */

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
const healthyMs = 60_000;

/** @param {ChildProcess} child */
export const hasEnded = (child) =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

/** @param {ChildProcess} child @returns {Promise<void>} */
const ended = (child) =>
  new Promise((resolve) => {
    if (hasEnded(child)) resolve();
    else child.once('exit', () => resolve());
  });

/** @param {ChildProcess} child */
const causeOf = (child) =>
  child.signalCode ? `被信号 ${child.signalCode} 终止` : `退出码 ${child.exitCode}`;

/**
 * Starts things and keeps them running: what dies is started again, after a pause that doubles while it
 * keeps dying. A first start may fail: then the caller hears why.
 */
export function makeSupervisor() {
  let stopping = false;
  /** @type {{ charge: Charge, child?: ChildProcess }[]} */
  const kept = [];

  /** @param {{ charge: Charge, child?: ChildProcess }} one */
  async function keep(one) {
    const { title, start } = one.charge;
    let pauseMs = firstPauseMs;
    while (one.child) {
      const begun = Date.now();
      await ended(one.child);
      if (stopping) return;
      if (Date.now() - begun > healthyMs) pauseMs = firstPauseMs;
      say(`! ${title}意外停止（${causeOf(one.child)}），${pauseMs / 1_000} 秒后重新启动`);
      await wait(pauseMs);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      if (stopping) return;
      try {
        await start((child) => (one.child = child));
        say(`  ${title}已恢复运行`);
      } catch (error) {
        say(`  ${title}未能恢复：${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }

  /** @param {{ charge: Charge, child?: ChildProcess }} one */
  async function stopOne({ charge, child }) {
    if (!child || hasEnded(child)) return;
    if (child.pid) sendSignal(child.pid, charge.stopSignal);
    if (await untilTrue(() => hasEnded(child), charge.graceMs)) return;
    say(`! ${charge.title}没有按时停止，强制结束`);
    if (child.pid) sendSignal(child.pid, 'SIGKILL');
    await ended(child);
  }

  return {
    /** Starts it; from then on it is kept running. @param {Charge} charge */
    add: async (charge) => {
      /** @type {{ charge: Charge, child?: ChildProcess }} */
      const one = { charge };
      kept.push(one);
      await charge.start((child) => {
        one.child = child;
        // Ctrl-C came between the decision to start and the start.
        if (stopping && child.pid) sendSignal(child.pid, charge.hardSignal);
      });
      void keep(one);
    },
    /** Stops everything: the parts of the program first, then the services. */
    stop: async () => {
      stopping = true;
      for (const kind of ['part', 'service'])
        await Promise.all(kept.filter(({ charge }) => charge.kind === kind).map(stopOne));
    },
    /** Ends everything without waiting. */
    kill: () => {
      stopping = true;
      for (const { charge, child } of kept)
        if (child?.pid && !hasEnded(child)) sendSignal(child.pid, charge.hardSignal);
    },
  };
}
