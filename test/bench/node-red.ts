import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { installPackages } from '../../server/launch/debian.mjs';
import { step } from '../../server/launch/say.mjs';
import { freePort } from '#test/support/stack.ts';
import { startBare } from './city.ts';

const home = path.join(import.meta.dirname, '../../.data/bench/node-red');
const version = '4.1';

const mosquitto = '/usr/sbin/mosquitto';

/** Installs Node-RED once, beside the project's data, and its broker: the baseline of one figure, no part of the product. */
async function install(): Promise<void> {
  if (!existsSync(mosquitto)) await installPackages(['mosquitto'], '对照用消息代理');
  if (existsSync(path.join(home, 'node_modules/node-red/package.json'))) return;
  mkdirSync(home, { recursive: true });
  await step(`正在安装对照程序 Node-RED ${version}（首次约需半分钟）`, async () => {
    const words = ['install', '--prefix', home, '--no-audit', '--no-fund', '--ignore-scripts'];
    await promisify(execFile)('npm', [...words, `node-red@${version}`]);
  });
}

/** A broker as a city runs one: mosquitto, with no bound on what waits for Node-RED, so that nothing is dropped. */
async function startMosquitto(dir: string): Promise<{ port: number; child: ChildProcess }> {
  const port = await freePort();
  const file = path.join(dir, 'mosquitto.conf');
  writeFileSync(
    file,
    `listener ${port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\nmax_inflight_messages 0\n`,
  );
  const child = spawn(mosquitto, ['-c', file], { stdio: 'ignore' });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  return { port, child };
}

/** The flow that Node-RED's users write: MQTT in, join 200, one INSERT. It acknowledges when a message comes in. */
function flow(brokerPort: number): unknown[] {
  const insert = `
    const list = msg.payload;
    global.get('pool').query({ name: 'insert', text: \`insert into bare_reading (device, metric, observed_at, value)
      select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::float8[])\`, values: [
        list.map((one) => one.device), list.map((one) => one.metric), list.map((one) => one.t), list.map((one) => one.v)] })
      .then(() => node.done(), (error) => node.error(error));`;
  const name = `
    const [, device, metric] = msg.topic.split('/');
    msg.payload = { device, metric, v: msg.payload.v, t: msg.payload.t };
    return msg;`;
  const of = (id: string, type: string, next: string | null, more: object) => ({ id, type, z: 'tab', x: 0, y: 0, wires: next ? [[next]] : [[]], ...more }); // prettier-ignore
  return [
    { id: 'tab', type: 'tab', label: 'bench', disabled: false },
    { id: 'broker', type: 'mqtt-broker', broker: '127.0.0.1', port: String(brokerPort), clientid: 'node-red', autoConnect: true, usetls: false, protocolVersion: '4', keepalive: '60', cleansession: true }, // prettier-ignore
    of('in', 'mqtt in', 'name', { topic: 'up/#', qos: '1', datatype: 'json', broker: 'broker', inputs: 0 }),
    of('name', 'function', 'join', { func: name, outputs: 1 }),
    of('join', 'join', 'insert', { mode: 'custom', build: 'array', property: 'payload', propertyType: 'msg', key: 'topic', accumulate: false, timeout: '1', count: '200' }), // prettier-ignore
    of('insert', 'function', null, { func: insert, outputs: 0 }),
  ];
}

export type NodeRed = { url: string; rows: () => Promise<number>; stop: () => Promise<void> };

/** Starts mosquitto and Node-RED over the table bare_reading of a database. `url` is the broker's. */
export async function startNodeRed(databaseUrl: string): Promise<NodeRed> {
  await install();
  const dir = mkdtempSync(path.join(os.tmpdir(), 'chengyun-node-red-'));
  const { port, child } = await startMosquitto(dir);
  writeFileSync(path.join(dir, 'flows.json'), JSON.stringify(flow(port)));
  const nodeRed = await startBare('bare-node-red.ts', {
    BARE_NODE_RED: home,
    BARE_DIR: dir,
    BARE_DATABASE_URL: databaseUrl,
  });
  const client = new pg.Client(databaseUrl);
  await client.connect();
  return {
    url: `mqtt://127.0.0.1:${port}`,
    rows: async () =>
      (await client.query<{ n: number }>('select count(*)::int as n from bare_reading')).rows[0]!.n,
    stop: async () => {
      await client.end();
      await nodeRed.stop();
      child.kill('SIGTERM');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
