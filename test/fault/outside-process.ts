import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Order, Report, Setup } from './outside/lines.ts';

export type Outside = {
  /** Gives an order; resolves when it is carried out, throws after `limitMs` or when the process has ended. */
  order: (order: Order, limitMs?: number) => Promise<Report>;
  /** Ends the process, in order if it can. */
  close: () => Promise<void>;
};

const file = path.join(import.meta.dirname, 'outside/main.ts');

/** Starts the outside world as a process of its own; resolves when its sensors are registered. */
export async function startOutside(setup: Setup): Promise<Outside> {
  const child = spawn(process.execPath, ['--import', 'tsx', file, JSON.stringify(setup)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code, signal) => reject(new Error(`the outside world ended (${signal ?? code})`)));
  });
  ended.catch(() => undefined);

  const heard = (done: Report['done'], limitMs: number): Promise<Report> => {
    let timer: NodeJS.Timeout | undefined;
    const report = new Promise<Report>((resolve, reject) => {
      const hear = (message: unknown): void => {
        const said = message as Report;
        if (said.done !== done) return;
        child.off('message', hear);
        resolve(said);
      };
      child.on('message', hear);
      timer = setTimeout(() => reject(new Error(`"${done}" took more than ${limitMs / 1000} s`)), limitMs);
    });
    return Promise.race([report, ended]).finally(() => clearTimeout(timer));
  };
  const order = (what: Order, limitMs = 20_000): Promise<Report> => {
    const report = heard(what.do, limitMs);
    child.send(what);
    return report;
  };
  const close = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    await order({ do: 'end' }, 5_000).catch(() => undefined);
    const timer = setTimeout(() => child.kill('SIGKILL'), 2_000);
    await ended.catch(() => undefined);
    clearTimeout(timer);
  };
  await heard('begin', 60_000).catch(async (error: unknown) => {
    child.kill('SIGKILL');
    await ended.catch(() => undefined);
    throw error;
  });
  return { order, close };
}
