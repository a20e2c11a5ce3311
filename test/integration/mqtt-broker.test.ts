import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { connectAsync } from 'mqtt';
import { afterAll, expect, test } from 'vitest';
import { startChengyun, testSecrets } from '#test/support/chengyun.ts';
import type { Chengyun } from '#test/support/chengyun.ts';
import { freePort, freshDatabase, redisUrl, uniquePrefix } from '#test/support/stack.ts';
import { withClient } from '#test/support/template.ts';
import { untilTrue } from '../../server/launch/processes.mjs';

const database = await freshDatabase();
const servers: Chengyun[] = [];
const cleanups: (() => void)[] = [];
afterAll(async () => {
  await Promise.all(servers.map((one) => one.stop()));
  for (const clean of cleanups) clean();
  await database.close();
});

async function server(env: Record<string, string>): Promise<Chengyun> {
  const wish = { databaseUrl: database.url, redisUrl: redisUrl(), role: 'server' as const };
  const one = await startChengyun({ ...wish, env: { CHENGYUN_QUEUE: uniquePrefix(), ...env } });
  servers.push(one);
  return one;
}

test('two servers on one machine: the second takes the next port for its broker, and one without any serves all the same', async () => {
  const port = await freePort();
  const first = await server({ MQTT_PORT: String(port) });
  const second = await server({ MQTT_PORT: String(port) });
  const addresses = [first, second].map((one) => /^mqtt (\S+)$/m.exec(one.log('server'))?.[1]);
  expect(addresses[0]).toBe(`mqtt://127.0.0.1:${port}`);
  expect(addresses[1]).toMatch(/^mqtt:\/\/127\.0\.0\.1:\d+$/);
  expect(addresses[1]).not.toBe(addresses[0]);
  // The last port there is: no next one.
  const last = net.createServer();
  cleanups.push(() => last.close());
  await new Promise((resolve) =>
    last.once('error', resolve).listen(65_535, '127.0.0.1', () => resolve(null)),
  );
  const third = await server({ MQTT_PORT: '65535' });
  expect(third.log('server')).toContain('mqtt-off 65535');
  for (const one of [first, second, third]) expect((await fetch(`${one.url}/readyz`)).status).toBe(200);
});

const program = '/usr/sbin/mosquitto';
if (!existsSync(program)) console.log('mosquitto: absent');

test.skipIf(!existsSync(program))(
  "two servers at the city's own broker share the messages; kill -9 of one loses none and doubles none",
  async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'chengyun-mosquitto-'));
    const port = await freePort();
    const settings = path.join(folder, 'mosquitto.conf');
    writeFileSync(
      settings,
      `listener ${port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\nuser root\n`,
    );
    const broker = spawn(program, ['-c', settings], { stdio: 'ignore' });
    cleanups.push(() => {
      broker.kill();
      rmSync(folder, { recursive: true, force: true });
    });
    const url = `mqtt://127.0.0.1:${port}`;
    const [one, other] = [await server({ MQTT_URL: url }), await server({ MQTT_URL: url })];
    const devices = Array.from({ length: 40 }, (_, n) => ({
      deviceId: `q${n}`,
      name: `积水 ${n}`,
      kind: 'water',
      lng: 112.46,
      lat: 23.05,
      metrics: ['depth_m'],
    }));
    const registered = await fetch(`${one.url}/api/registry/sensors`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${testSecrets.CHENGYUN_INGEST_TOKEN}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ items: devices }),
    });
    expect(registered.status).toBe(200);
    const stored = (): Promise<number> =>
      withClient(database.url, async (client) => {
        const { rows } = await client.query<{ n: number }>('select count(*) as n from reading');
        return Number(rows[0]!.n);
      });
    const from = Date.now() - 100_000;
    const publisher = await connectAsync(url);
    // Until both have had one: then both have subscribed.
    let probes = 0;
    const bothHear = async (): Promise<boolean> => {
      probes += 1;
      await publisher.publishAsync('up/q0/depth_m', JSON.stringify({ v: 0.01, t: from - probes }), {
        qos: 1,
      });
      const texts = await Promise.all(
        [one, other].map(async ({ url: at }) => (await fetch(`${at}/metrics`)).text()),
      );
      return texts.every((text) => /mqtt_messages.*"acknowledged"\} [1-9]/.test(text));
    };
    await expect.poll(bothHear).toBe(true);
    const each = 50;
    let published = 0;
    const lanes = devices.map(async ({ deviceId }) => {
      for (let seq = 0; seq < each; seq += 1) {
        const message = JSON.stringify({ v: 0.01, t: from + seq * 1_000, seq });
        await publisher.publishAsync(`up/${deviceId}/depth_m`, message, { qos: 1 });
        published += 1;
      }
    });
    await untilTrue(() => published > (devices.length * each) / 3, 30_000, 5);
    await other.kill('server');
    await Promise.all(lanes);
    await publisher.endAsync();
    // The living one takes its share; what the dead one was given waits in its sessions.
    const all = devices.length * each + probes;
    await expect.poll(stored).toBeGreaterThanOrEqual(all / 2);
    expect(await stored()).toBeLessThan(all);
    await other.restart('server');
    await expect.poll(stored).toBe(all);
    const { rows } = await withClient(database.url, (client) => client.query('select from quarantine'));
    expect(rows).toEqual([]);
  },
);
