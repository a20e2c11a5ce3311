import { parseArgs } from 'node:util';
import { readDemoCity } from '#geodata/demo-day.ts';
import { readConfig } from '#server/config.ts';
import type { Config } from '#server/config.ts';
import { makeApi } from './simulate/api.ts';
import { playWholeDay } from './simulate/day.ts';
import type { Api, CityState } from './simulate/api.ts';
import { makePeople } from './simulate/people.ts';
import { streamDays } from './simulate/stream.ts';

/**
 * tsx server/cli/simulate.ts [--day --seed 7 --hours 24]
 * Streams the demo day of the city into the server of this configuration, through its doors and as its people, at the
 * speed of its clock, until stopped; with `--day` one whole day from 00:00, and then a table of what became of it.
 * Refuses a city that is not marked as a demonstration (status 2); status 1 when a script ended otherwise.
 */
function urlOf({ HOST, PORT, TLS_CERT }: Config): string {
  const host = HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST.includes(':') ? `[${HOST}]` : HOST;
  return `${TLS_CERT ? 'https' : 'http'}://${host}:${PORT}`;
}

const waitMs = 500;
const patienceMs = 60_000;

/** What the city says of itself, as soon as it answers. Throws after a minute of silence. */
async function hear(api: Api): Promise<CityState> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await api.state();
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    strict: false,
    options: { day: { type: 'boolean' }, seed: { type: 'string' }, hours: { type: 'string' } },
  });
  const config = readConfig();
  const api = makeApi(urlOf(config), {
    ingest: config.CHENGYUN_INGEST_TOKEN,
    api: config.CHENGYUN_API_TOKEN,
  });
  const state = await hear(api);
  if (state.mark !== 'demo') {
    console.log(`本库标记为“${state.mark}”，不是演示库：演示数据流拒绝运行。`);
    process.exitCode = 2;
    return;
  }
  const city = readDemoCity(config.CITY);
  if (!city) throw new Error(`geodata/${config.CITY} 没有演示数据（demo/life.json）`);
  const people = await makePeople(api, config.DATA_DIR, config.CHENGYUN_ADMIN_PASSWORD);
  const parts = { api, people, city, state };
  if (values.day === true) {
    const wrong = await playWholeDay(parts, {
      seed: Number(values.seed ?? 7),
      hours: Number(values.hours ?? 24),
    });
    process.exitCode = wrong > 0 ? 1 : 0;
    return;
  }
  console.log('ready 演示数据流');
  await streamDays(parts);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(0));
await main();
