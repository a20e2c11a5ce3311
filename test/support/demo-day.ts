import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { DemoMatter } from '#contracts/demo.ts';
import { dayFromText, startOfDay } from '#domain/calendar.ts';
import { readDemoCity } from '#geodata/demo-day.ts';
import type { DemoCity } from '#geodata/demo-day.ts';
import { firstAccounts } from '#server/cli/first-accounts.ts';
import { makeApi } from '#server/cli/simulate/api.ts';
import { makePeople } from '#server/cli/simulate/people.ts';
import { playStep } from '#server/cli/simulate/play.ts';
import type { Outcome } from '#server/cli/simulate/play.ts';
import { readingsAt } from '#server/cli/simulate/senses.ts';
import type { Played, Stage } from '#server/cli/simulate/stage.ts';
import { registerDevices } from '#server/cli/simulate/stream.ts';
import { readConfig } from '#server/config.ts';
import { makePool } from '#store/db.ts';
import { startChengyun, testSecrets } from './chengyun.ts';
import type { Chengyun } from './chengyun.ts';
import { freshDatabase, redisUrl, uniquePrefix } from './stack.ts';

/** A whole demonstration city whose clock stands still and jumps from step to step of its day. */
export type DemoDay = {
  city: DemoCity;
  stage: Stage;
  chengyun: Chengyun;
  /** The environment of a command that runs beside this city. */
  env: NodeJS.ProcessEnv;
  /** Marks the database as something else until the next step is played. */
  mark: (mark: 'real' | 'demo' | 'drill' | 'test') => Promise<unknown>;
  /** Plays matters in order of time, with the readings of their curves in between; answers what did not go by the script. */
  play: (matters: readonly (Played | DemoMatter)[]) => Promise<Outcome[]>;
  close: () => Promise<void>;
};

const minute = 60;

export async function openDemoDay(date: string): Promise<DemoDay> {
  const database = await freshDatabase();
  const start = startOfDay(dayFromText(date));
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  const setClock = (second: number): Promise<unknown> =>
    owner.query(
      `update city_clock set mark = 'demo', rate = 1, anchor_city = $1, anchor_real = clock_timestamp()`,
      [new Date(start + second * 1000)],
    );
  await setClock(0);
  const chengyun = await startChengyun({
    databaseUrl: database.url,
    redisUrl: redisUrl(),
    env: { CHENGYUN_QUEUE: uniquePrefix() },
  });
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'demo-day-'));
  const city = readDemoCity('zhaoqing')!;
  const api = makeApi(chengyun.url, {
    ingest: testSecrets.CHENGYUN_INGEST_TOKEN,
    api: testSecrets.CHENGYUN_API_TOKEN,
  });
  const clock = {
    day: date.replaceAll('-', ''),
    instant: (second: number) => new Date(start + second * 1000).toISOString(),
  };
  await registerDevices(api, city);
  await withAdmin(database.url);
  const people = await makePeople(api, dataDir, testSecrets.CHENGYUN_ADMIN_PASSWORD);
  const stage: Stage = { api, people, clock, patienceMs: 8_000 };
  return {
    city,
    stage,
    chengyun,
    env: {
      ...process.env,
      ...testSecrets,
      DATABASE_URL: database.url,
      REDIS_URL: redisUrl(),
      DATA_DIR: dataDir,
      PORT: new URL(chengyun.url).port,
    },
    mark: (mark) => owner.query('update city_clock set mark = $1', [mark]),
    play: (matters) => playInOrder(stage, city, matters, setClock),
    close: async () => {
      await chengyun.stop();
      await owner.end();
      rmSync(dataDir, { recursive: true, force: true });
      await database.close();
    },
  };
}

/** The administrator that the launcher would have made. */
async function withAdmin(url: string): Promise<void> {
  const pool = makePool(url, 1, 'demo-day');
  try {
    const config = readConfig({ ...process.env, ...testSecrets, DATABASE_URL: url, REDIS_URL: redisUrl() });
    await firstAccounts(pool, { ...config, DATA_DIR: os.tmpdir() }, []);
  } finally {
    await pool.end();
  }
}

/** Minute by minute only where a curve speaks; sent before the next step, each with its own time. */
async function playInOrder(
  stage: Stage,
  city: DemoCity,
  matters: readonly (Played | DemoMatter)[],
  setClock: (second: number) => Promise<unknown>,
): Promise<Outcome[]> {
  const curves = matters.flatMap((matter) => ('curves' in matter ? matter.curves : []));
  const scripted = city.sensors.filter(({ id }) => curves.some(({ deviceId }) => deviceId === id));
  const steps = matters
    .flatMap((matter) => matter.steps.map((step) => ({ matter, step })))
    .toSorted((a, b) => a.step.at - b.step.at);
  const speaks = (t: number): boolean =>
    curves.some(({ points }) => points[0]![0] <= t && t <= points.at(-1)![0]);
  const trouble: Outcome[] = [];
  let sensed = 0;
  for (const { matter, step } of steps) {
    await setClock(step.at);
    const readings = [];
    for (; sensed <= step.at; sensed += minute)
      if (speaks(sensed))
        readings.push(
          ...readingsAt(scripted, curves, sensed, 1).map((one) => ({
            ...one,
            observedAt: stage.clock.instant(sensed),
          })),
        );
    if (readings.length > 0) await stage.api.send('sensor', 'readings', readings);
    const outcome = await playStep(stage, matter, step);
    if (outcome.trouble !== null) trouble.push(outcome);
  }
  return trouble;
}
