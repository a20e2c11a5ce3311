import { say } from '../../server/launch/say.mjs';
import { depthSensors } from './depth-sensors.ts';
import { openCity, startBare } from './city.ts';
import { makeClient } from './post.ts';
import { alternate, judge } from './report.ts';

const clients = 4;
const perRequest = 500;
const devices = 10_000;

const prepare = `
  ${depthSensors(devices)}
  create table bare_reading (
    device text not null, metric text not null, observed_at timestamptz not null, seq bigint not null,
    value float8 not null, unique (device, metric, observed_at, seq))`;

let seq = 0;
/** One reading each of 500 devices, as a gateway sends them; all below their threshold. */
function body(client: number): string {
  seq += 1;
  const at = new Date().toISOString();
  const first = client * (devices / clients) + (seq % (devices / clients / perRequest)) * perRequest;
  let lines = '';
  for (let i = 0; i < perRequest; i += 1)
    lines += `{"deviceId":"d${first + i}","metric":"depth_m","value":${(i % 10) / 100},"observedAt":"${at}","seq":${seq}}\n`;
  return lines;
}

/** Readings a second that were answered 202, four clients sending without a pause for `seconds`. */
async function push(url: string, path: string, seconds: number): Promise<number> {
  const began = performance.now();
  const end = began + seconds * 1000;
  let sent = 0;
  await Promise.all(
    Array.from({ length: clients }, async (_, n) => {
      const client = makeClient(url);
      while (performance.now() < end) {
        await client.post(path, 'application/x-ndjson', body(n));
        sent += perRequest;
      }
      client.close();
    }),
  );
  return sent / ((performance.now() - began) / 1000);
}

/** 读数接入: committed readings a second through the door, against a door that does nothing but commit. */
export async function sensorDoor(rounds: number, full: boolean): Promise<boolean> {
  say(`\nSensor door: NDJSON of ${perRequest}, ${clients} clients, ${devices} registered devices, durable`);
  const seconds = full ? 30 : 6;
  const city = await openCity('server', prepare);
  const bare = await startBare('bare-door.ts', { BARE_DATABASE_URL: city.databaseUrl });
  try {
    // Both programs and their tables warm, before anything counts.
    await push(city.url, '/api/ingest/sensor', 2);
    await push(bare.said, '/readings', 2);
    const figures = await alternate(
      rounds,
      'readings/s',
      { name: 'chengyun', run: () => push(city.url, '/api/ingest/sensor', seconds) },
      { name: 'bare door', run: () => push(bare.said, '/readings', seconds) },
    );
    return judge({ name: 'sensor door', unit: 'readings/s', ...figures, bound: 0.6 });
  } finally {
    await bare.stop();
    await city.close();
  }
}
