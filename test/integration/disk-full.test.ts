import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from '#test/support/launch.ts';
import type { Launch } from '#test/support/launch.ts';
import { makeSmallDisk } from '#test/support/small-disk.ts';
import type { SmallDisk } from '#test/support/small-disk.ts';
import { freePort } from '#test/support/stack.ts';
import { findProcesses, untilTrue } from '../../server/launch/processes.mjs';

const made = makeSmallDisk(220);
const absent = typeof made === 'string' ? made : null;
if (absent) console.log(`disk-full: absent: ${absent}`);
const disk = made as SmallDisk;
const dataDir = (): string => path.join(disk.folder, 'data');
const kept = (file: string): Record<string, string> =>
  JSON.parse(readFileSync(path.join(dataDir(), file), 'utf8')) as Record<string, string>;

/** Everything on one small disk, as on a machine whose only disk fills: database, queues, logs, paper. */
describe.skipIf(absent)('a whole city whose only disk fills up', () => {
  let city: Launch;
  let url: string;
  /** What a door has acknowledged, and what it has not: nothing may be in neither or be lost from the first. */
  const acknowledged: string[] = [];
  const refused: string[] = [];
  let serial = 0;

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    // Wordy, so that the logs are full, too.
    city = launch(dataDir(), ['--no-demo', '--port', String(port)], {
      CHENGYUN_LOG: 'debug',
      MQTT_PORT: '0',
    });
    await city.settled();
    expect(city.said()).toContain(`${url}/wall`);
  }, 300_000);
  afterAll(async () => {
    disk.makeRoom();
    city.process.kill('SIGINT');
    await untilTrue(city.ended, 60_000);
    disk.close();
  });

  type Answer = { status: number; code: string | undefined; message: string; retryAfter: string | null };
  async function send(ticketNos: readonly string[]): Promise<Answer> {
    const calledAt = new Date().toISOString();
    const tickets = ticketNos.map((ticketNo) => ({
      platform: 'zq12345',
      ticketNo,
      text: '路面水浸，请派人处理。'.repeat(60),
      calledAt,
    }));
    const response = await fetch(`${url}/api/ingest/hotline`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${kept('secrets.json')['ingestToken']}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ tickets }),
    });
    const { code, message = '' } = (await response.json()) as { code?: string; message?: string };
    (response.status === 202 ? acknowledged : refused).push(...ticketNos);
    return { status: response.status, code, message, retryAfter: response.headers.get('retry-after') };
  }
  const some = (): Promise<Answer> => send(Array.from({ length: 50 }, () => `T${(serial += 1)}`));
  const ready = (): Promise<boolean> => fetch(`${url}/readyz`).then(({ ok }) => ok);
  const pids = (): number[] =>
    findProcesses((words) => words.includes(`--data-dir=${dataDir()}`)).map(({ pid }) => pid);
  async function query<T>(sql: string): Promise<T[]> {
    const address = `postgres://chengyun:${kept('secrets.json')['databasePassword']}@127.0.0.1:${kept('state.json')['postgresPort']}/chengyun`;
    const client = new pg.Client({ connectionString: address });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(sql)).rows as T[];
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  test('from 80 % on it says so, while it goes on taking everything', async () => {
    expect((await some()).status).toBe(202);
    disk.fillTo(0.86);
    await expect
      .poll(async () => (await fetch(`${url}/metrics`)).text())
      .toMatch(/chengyun_disk_used_share\{process="workers.*\} 0\.8/);
    await expect
      .poll(() => readFileSync(path.join(dataDir(), 'log/server.log'), 'utf8'))
      .toContain('a disk is nearly full');
    expect((await some()).status).toBe(202);
  });

  test('a full disk: the door answers 202 for what is committed and else 503, and no process dies of it', async () => {
    const before = pids();
    disk.fillTo(1);
    let answer = await some();
    for (; answer.status === 202; answer = await some());
    expect(answer).toMatchObject({ status: 503, code: 'unavailable', retryAfter: '2' });
    expect(answer.message).toContain('磁盘已满');
    for (let n = 0; n < 10; n += 1) expect([202, 503]).toContain((await some()).status);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(pids()).toEqual(before);
  });

  test('no room for the log of the database: it breaks off, the doors say 503, and still no process of ours dies', async () => {
    const before = pids();
    // Commits write little; so much that they want the next file of the log comes quicker this way.
    const much =
      "select pg_logical_emit_message(false, 'test', repeat('x', 1000000)) from generate_series(1, 200)";
    // It recovers by itself where a checkpoint still fits into the last file of its log, else it ends and is started anew:
    // whichever it is, nobody is told that something is taken that is not.
    const brokenOff = async (): Promise<boolean> => {
      await query(much).catch(() => undefined);
      const { status, code, retryAfter } = await some();
      if (status !== 202)
        expect({ status, code, retryAfter }).toEqual({ status: 503, code: 'unavailable', retryAfter: '2' });
      return query('select 1').then(
        () => false,
        () => true,
      );
    };
    await expect.poll(brokenOff).toBe(true);
    expect(pids()).toEqual(before);
  });

  test('room again: the city comes back by itself, with everything that it acknowledged, once', async () => {
    disk.makeRoom();
    await expect.poll(ready, { timeout: 90_000 }).toBe(true);
    // What was refused may have been committed when the answer broke off; sent again it stands once all the same.
    const again = [...refused];
    for (let from = 0; from < again.length; from += 50)
      expect((await send(again.slice(from, from + 50))).status).toBe(202);
    await expect.poll(() => query('select event_id from waiting'), { timeout: 60_000 }).toEqual([]);
    const stored = await query<{ key: string }>('select key from event');
    const keys = stored.map(({ key }) => key.split('/')[1]!);
    expect(keys).toHaveLength(new Set(keys).size);
    expect(new Set(keys)).toEqual(new Set(acknowledged));
    expect(keys.length).toBe(serial);
  });
});
