import net from 'node:net';
import { Aedes } from 'aedes';
import { connectAsync } from 'mqtt';
import type { IClientOptions, MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readCity } from '#geodata/city.ts';
import { followMqtt } from '#server/ingest/mqtt-client.ts';
import { makeDoors } from '#server/ingest/doors.ts';
import { mostPacketBytes, startMqtt } from '#server/ingest/mqtt.ts';
import type { MqttBroker } from '#server/ingest/mqtt.ts';
import { register } from '#server/ingest/register.ts';
import { makePool } from '#store/db.ts';
import { makeCore } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { makeCutWire } from '#test/support/cut-wire.ts';
import type { CutWire } from '#test/support/cut-wire.ts';
import { quietLog, until } from '#test/support/test-parts.ts';

const token = 'a-token-of-the-doors';
const city = readCity('zhaoqing');
let core: Core;
let wire: CutWire;
let broker: MqttBroker;
let closeParts: () => Promise<void>;
let parts: Parameters<typeof startMqtt>[0];
const clients: MqttClient[] = [];

beforeAll(async () => {
  core = await makeCore();
  // The broker reaches PostgreSQL through a wire of its own, which a test can cut: the others of this run keep theirs.
  wire = await makeCutWire(core.url);
  const pool = makePool(wire.url, 4, 'mqtt');
  const doors = makeDoors({
    pool,
    vault: core.vault,
    bounds: city.bounds,
    reference: core.reference,
    wake: core.wake,
  });
  parts = { pool, vault: core.vault, sensor: doors.doors.get('sensor')!, log: quietLog };
  broker = await startMqtt(parts, { host: '127.0.0.1', port: 0, token });
  closeParts = async () => {
    await doors.close();
    await pool.end();
  };
  const place = { kind: 'water', lng: 112.46, lat: 23.05, groupCode: '', metrics: [] };
  await register(core, city.bounds, 'sensor', [{ id: 'm1', name: '积水一', ...place }], 'test');
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.endAsync(true)));
});
afterAll(async () => {
  await broker.close();
  await closeParts();
  await wire.close();
  await core.close();
});

async function connected(more: IClientOptions = {}): Promise<MqttClient> {
  const client = await connectAsync(
    broker.url,
    { username: 'm1', password: token, reconnectPeriod: 100, ...more },
    false,
  );
  clients.push(client);
  return client;
}
const valuesAt = async (where: string): Promise<number[]> =>
  (await core.rows<{ value: number }>(`select value from reading where ${where} order by value`)).map(
    (row) => row.value,
  );
const refusals = () =>
  core.rows<{ code: string; sealed: Buffer }>(
    "select code, sealed from quarantine where source = 'sensor' order by id",
  );

test('a number, a number with its time, and a batch of a gateway are readings once they are acknowledged', async () => {
  const client = await connected();
  const t = Date.now() - 60_000;
  await client.publishAsync('up/m1/depth_m', '0.01', { qos: 1 });
  await client.publishAsync('up/m1/depth_m', JSON.stringify({ v: 0.02, t, seq: 7 }), { qos: 1 });
  const batch = [0.03, 0.04].map((value, i) => ({
    deviceId: 'm1',
    metric: 'depth_m',
    value,
    observedAt: t + i + 1,
  }));
  await client.publishAsync('up/batch/gw1', JSON.stringify(batch), { qos: 1 });
  expect(await valuesAt('value < 0.05')).toEqual([0.01, 0.02, 0.03, 0.04]);
  await client.publishAsync('up/m1/depth_m', JSON.stringify({ v: 0.02, t, seq: 7 }), { qos: 1 });
  expect(await valuesAt('value < 0.05')).toHaveLength(4);
});

test('with PostgreSQL down there is no PUBACK; what is sent again after it came back is there once', async () => {
  const client = await connected();
  const seen: string[] = [];
  wire.cut();
  const sent = Array.from({ length: 20 }, (_, i) =>
    client
      .publishAsync('up/m1/depth_m', JSON.stringify({ v: 1 + i / 100, t: Date.now() - i * 1000, seq: i }), {
        qos: 1,
      })
      .then(() => seen.push('acknowledged')),
  );
  await until('the broker gave up on them', () => !client.connected);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(seen).toEqual([]);
  expect(await valuesAt('value between 1 and 2')).toEqual([]);
  wire.mend();
  await Promise.all(sent);
  expect(await valuesAt('value between 1 and 2')).toHaveLength(20);
}, 30_000);

test('what cannot be read is acknowledged and kept with its bytes: nobody sends it for ever', async () => {
  const client = await connected();
  const before = (await refusals()).length;
  const bad = [
    Buffer.from([0xff, 0xfe, 0x00]),
    Buffer.from('{"v":'),
    Buffer.from('"high"'),
    Buffer.from('null'),
  ];
  for (const payload of bad) await client.publishAsync('up/m1/depth_m', payload, { qos: 1 });
  await client.publishAsync('up/batch/gw1', '{}', { qos: 1 });
  await client.publishAsync('up/stranger/depth_m', '0.3', { qos: 1 });
  await client.publishAsync('up/m1/depth_m', '20000', { qos: 1 });
  const kept = (await refusals()).slice(before);
  expect(kept.map((row) => row.code)).toEqual(['bad-item', 'bad-item', 'bad-item', 'bad-item', 'bad-item', 'unknown-device', 'out-of-range']); // prettier-ignore
  const first = JSON.parse(core.vault.open('quarantine:sensor', kept[0]!.sealed).toString()) as Record<
    string,
    string
  >;
  expect(first).toEqual({ topic: 'up/m1/depth_m', payloadBase64: bad[0]!.toString('base64') });
});

test('without the token nobody gets in; a device cannot listen, nor publish elsewhere', async () => {
  await expect(connected({ password: 'wrong', reconnectPeriod: 0 })).rejects.toThrow();
  await expect(connectAsync(broker.url, { reconnectPeriod: 0 }, false)).rejects.toThrow();
  const client = await connected({ reconnectPeriod: 0 });
  await expect(client.subscribeAsync('#')).rejects.toThrow();
  for (const topic of ['down/m1', 'up/m1', 'up/m1/a/b', '$SYS/x']) {
    const other = await connected({ reconnectPeriod: 0 });
    other.publish(topic, '1', { qos: 1 });
    await until(`${topic} ends the connection`, () => !other.connected);
  }
});

test('a packet over 64 kB ends the connection before it is held in memory', async () => {
  const client = await connected({ reconnectPeriod: 0 });
  const large = Buffer.alloc(mostPacketBytes + 1, 0x20);
  client.publish('up/m1/depth_m', large, { qos: 1 });
  await until('the connection ended', () => !client.connected);
  const raw = net.connect({ port: Number(new URL(broker.url).port), host: '127.0.0.1' });
  raw.on('error', () => undefined);
  // CONNECT that claims 200 MB, before anybody was asked for a password.
  raw.write(Buffer.from([0x10, 0x80, 0x84, 0xaf, 0x5f]));
  await until('the stranger is cut off', () => raw.destroyed || raw.readableEnded || raw.closed);
});

test('a broker of the city: a message is acknowledged after its commit, and comes again when it was not', async () => {
  const theirs = await Aedes.createBroker();
  const server = net.createServer(theirs.handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `mqtt://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
  const follower = followMqtt(parts, { url, name: 'test', count: 1, filter: 'up/#' });
  try {
    let subscribed = false;
    theirs.once('subscribe', () => (subscribed = true));
    const acknowledged: string[] = [];
    theirs.on('ack', (packet) => acknowledged.push(String((packet as { topic?: string }).topic ?? 'ack')));
    const device = await connectAsync(url, {}, false);
    clients.push(device);
    await until('subscribed', () => subscribed);
    wire.cut();
    await device.publishAsync('up/m1/depth_m', JSON.stringify({ v: 3.5, t: Date.now(), seq: 99 }), {
      qos: 1,
    });
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(acknowledged).toEqual([]);
    wire.mend();
    await until('acknowledged after all', () => acknowledged.length === 1);
    expect(await valuesAt('value = 3.5')).toEqual([3.5]);
  } finally {
    wire.mend();
    await follower.close();
    await new Promise<void>((resolve) => theirs.close(resolve));
    server.close();
  }
}, 30_000);
