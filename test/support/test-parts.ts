import os from 'node:os';
import type { Reference, Unit } from '#contracts/reference.ts';
import type { Logger } from '#server/log.ts';
import { makeLog } from '#server/log.ts';
import type { Pool } from '#store/db.ts';
import { makeWake } from '#store/signal.ts';
import type { Work } from '#workers/work.ts';

/** Units c1 (the centre), u1 and u2; u1 may have a system of its own to speak to. */
export function referenceOf(webhookUrl: string | null = null): Reference {
  const unit = (code: string, name: string, type: Unit['type']): [string, Unit] => [
    code,
    {
      code,
      name,
      type,
      level: 2,
      parentCode: null,
      districtCode: null,
      dispatchMode: 'dispatch',
      webhookUrl: code === 'u1' ? webhookUrl : null,
      dutyPhone: null,
    },
  ];
  return {
    version: 1,
    duty: new Map(),
    family: new Map(),
    category: new Map(),
    unit: new Map([
      unit('c1', '城市运行管理中心', 'center'),
      unit('u1', '市排水中心', 'bureau'),
      unit('u2', '市交通局', 'bureau'),
    ]),
    route: new Map(),
    threshold: new Map(),
    trend: new Map(),
    cause: new Map(),
    cameraKind: new Map(),
    warningScale: new Map(),
    responseScale: new Map(),
    replyTemplate: new Map(),
    reportLimit: new Map(),
    hotlinePlatform: new Map(),
    matterModel: null,
    calendar: {
      code: 'city',
      name: '工作日历',
      version: 'test',
      hours: [['08:30', '17:30']],
      suspensionDays: [],
      years: [],
      source: 'test',
    },
  };
}

export const quietLog: Logger = makeLog('silent', 'test');

/** What jobs and channels get, over a database of the test. */
export function workOf(
  pool: Pool,
  webhookUrl: string | null = null,
  stopping = new AbortController().signal,
  dataDir = os.tmpdir(),
): Work {
  const reference = referenceOf(webhookUrl);
  return {
    pool,
    log: quietLog,
    reference: () => reference,
    wake: makeWake(pool),
    webhookSecret: (unit) => `secret of ${unit}`,
    dataDir,
    stopping,
  };
}

/**
 * Waits until `holds` says so; throws with `what` when it takes longer than `limitMs`, which is what an overloaded
 * machine may need.
 */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  limitMs = 60_000,
): Promise<void> {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > limitMs) throw new Error(`still not: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
