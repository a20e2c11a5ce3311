import { hostname } from 'node:os';
import type { Registry } from 'prom-client';
import { diskAlarmShare, readDisks } from '#server/disk.ts';
import type { Logger } from '#server/log.ts';
import { loopStates } from '#server/progress.ts';
import type { Pool } from '#store/db.ts';
import { forgetProcess, tellProcess } from '#store/processes.ts';
import type { NewProcess } from '#store/processes.ts';

const everyMs = 5_000;
const repeatAlarmMs = 3_600_000;

type Self = { part: NewProcess['part']; program: string; dataDir: string; figures?: Registry };

/**
 * Tells the database every five seconds how this process is: loops, disks, figures. So one page of one server shows
 * the whole city, and who died shows by its silence. A full disk is said in the log as well, once an hour.
 */
export async function keepKnown(
  pool: Pool,
  log: Logger,
  self: Self,
): Promise<{ close: () => Promise<void> }> {
  const { part, program, dataDir, figures } = self;
  const host = hostname();
  const id = `${part}@${host}:${process.pid}`;
  let alarmedAt = -Infinity;
  let writing: Promise<void> | null = null;

  const tell = async (): Promise<void> => {
    const disks = await readDisks(dataDir);
    const full = disks.filter(({ usedShare }) => usedShare >= diskAlarmShare);
    if (full.length === 0) alarmedAt = -Infinity;
    else if (performance.now() - alarmedAt > repeatAlarmMs) {
      alarmedAt = performance.now();
      log.error({ disks: full }, 'a disk is nearly full: make room before the database must refuse');
    }
    await tellProcess(pool, {
      id,
      part,
      host,
      pid: process.pid,
      program,
      upSeconds: process.uptime(),
      loops: loopStates(),
      disks,
      figures: (await figures?.getMetricsAsJSON()) ?? [],
    });
  };
  /** One at a time. A database that is away hears it later. */
  const request = async (): Promise<void> => {
    writing ??= tell()
      .catch(() => undefined)
      .finally(() => (writing = null));
    await writing;
  };
  await request();
  const timer = setInterval(() => void request(), everyMs);
  return {
    close: async () => {
      clearInterval(timer);
      await writing;
      await forgetProcess(pool, id).catch(() => undefined);
    },
  };
}
