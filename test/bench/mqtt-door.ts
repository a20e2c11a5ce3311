import { connectAsync } from 'mqtt';
import type { MqttClient } from 'mqtt';
import { say } from '../../server/launch/say.mjs';
import { testSecrets } from '#test/support/chengyun.ts';
import { depthSensors } from './depth-sensors.ts';
import { openCity } from './city.ts';
import { startNodeRed } from './node-red.ts';
import { alternate, judge } from './report.ts';

/** As many devices as a district has; each waits for its own acknowledgement, so more of them share a commit. */
const connections = 1_000;
const devices = 2_000;
const prepare = `
  ${depthSensors(devices)}
  create table bare_reading (
    device text not null, metric text not null, observed_at timestamptz not null, value float8 not null)`;

/** Devices that each send one reading a message and wait for its acknowledgement (QoS 1) before the next. */
async function join(url: string): Promise<MqttClient[]> {
  const options = { username: 'bench', password: testSecrets.CHENGYUN_INGEST_TOKEN, reconnectPeriod: 0 };
  const clients: MqttClient[] = [];
  for (let n = 0; n < connections; n += 1) clients.push(await connectAsync(url, options));
  return clients;
}

/** Messages a second, from the first publish until `stored` answers that every one of them is a row. */
async function push(
  clients: readonly MqttClient[],
  count: number,
  stored: () => Promise<number>,
): Promise<number> {
  const before = await stored();
  const began = performance.now();
  let next = 0;
  const cut = new Promise<never>((_, reject) => {
    for (const client of clients) client.once('close', () => reject(new Error('a connection was closed')));
  });
  const all = Promise.all(
    clients.map(async (client) => {
      for (let n = next++; n < count; n = next++) {
        const payload = JSON.stringify({ v: (n % 10) / 100, t: new Date().toISOString(), seq: n });
        await client.publishAsync(`up/d${n % devices}/depth_m`, payload, { qos: 1 });
      }
    }),
  );
  await Promise.race([all, cut]);
  for (const client of clients) client.removeAllListeners('close');
  const end = performance.now() + 60_000;
  while ((await stored()) - before < count) {
    if (performance.now() > end)
      throw new Error(`${(await stored()) - before} of ${count} messages became rows`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return count / ((performance.now() - began) / 1000);
}

/** MQTT 接入: single messages of devices, acknowledged after their commit, against Node-RED, which acknowledges before. */
export async function mqttDoor(rounds: number, full: boolean): Promise<boolean> {
  const count = full ? 60_000 : 20_000;
  say(`\nMQTT door: ${count} single messages, QoS 1, ${connections} connections, one in hand each`);
  const city = await openCity('server', prepare);
  const nodeRed = await startNodeRed(city.databaseUrl).catch(async (error: unknown) => {
    await city.close();
    throw error;
  });
  const ours = await join(/^mqtt (\S+)$/m.exec(city.chengyun.log('server'))![1]!);
  const theirs = await join(nodeRed.url);
  const rowsOf = (table: string) => async (): Promise<number> =>
    (await city.pool.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]!.n;
  const sides = [
    { name: 'chengyun', run: (n = count) => push(ours, n, rowsOf('reading')) },
    { name: 'node-red', run: (n = count) => push(theirs, n, nodeRed.rows) },
  ] as const;
  try {
    for (const side of sides) await side.run(2_000);
    const [mine, other] = sides.map(({ name, run }) => ({ name, run: () => run() }));
    const figures = await alternate(rounds, 'messages/s', mine!, other!);
    return judge({ name: 'mqtt door', unit: 'messages/s', ...figures, bound: 1 });
  } finally {
    for (const client of [...ours, ...theirs]) client.end(true);
    await nodeRed.stop();
    await city.close();
  }
}
