import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { missing } from '../checks/verdict.ts';
import { connect, withClients } from './control.ts';
import type { Control, Services } from './control.ts';

const writers = 4;
const mostTries = 8;

/** Wrong on purpose: acknowledges a commit that PostgreSQL has not written down yet. Ends when the server is gone. */
async function accept(client: pg.Client, name: string, acked: string[]): Promise<void> {
  await client.query('set synchronous_commit = off');
  for (let n = 0; ; n += 1) {
    const key = `${name}-${n}`;
    try {
      await client.query('insert into c_event (key) values ($1)', [key]);
    } catch {
      return;
    }
    acked.push(key);
  }
}

/** One power cut of the database machine under load: what was acknowledged, and which of it is gone. */
async function cut(
  { databaseUrl, postgres }: Services,
  turn: number,
): Promise<{ acked: string[]; lost: string[] }> {
  const acked: string[] = [];
  await withClients(databaseUrl, writers, async (clients) => {
    const running = clients.map((client, n) => accept(client, `${turn}-${n}`, acked));
    await pause(800);
    await postgres.kill();
    await Promise.all(running);
  });
  await postgres.start();
  const client = await connect(databaseUrl);
  const { rows } = await client.query<{ key: string }>('select key from c_event');
  await client.end();
  return { acked, lost: missing(acked, new Set(rows.map(({ key }) => key))) };
}

/** The writer of the log sleeps as long as it may, so that a cut finds something that is not written. */
async function sleepyWriter(adminUrl: string, sleepy: boolean): Promise<void> {
  const admin = await connect(adminUrl);
  await admin.query(
    sleepy ? "alter system set wal_writer_delay = '10s'" : 'alter system reset wal_writer_delay',
  );
  await admin.query('select pg_reload_conf()');
  await admin.end();
}

/** `synchronous_commit = off`, and kill -9 of PostgreSQL. */
export const control: Control = {
  name: 'synchronous_commit = off',
  run: async (services) => {
    const client = await connect(services.databaseUrl);
    await client.query('create table c_event (key text primary key)');
    await client.end();
    await sleepyWriter(services.adminUrl, true);
    try {
      let of = 0;
      for (let turn = 1; turn <= mostTries; turn += 1) {
        const { acked, lost } = await cut(services, turn);
        of += acked.length;
        if (lost.length > 0)
          return { count: lost.length, of, what: 'lost', note: `cut ${turn} of ${mostTries}` };
      }
      return { count: 0, of, what: 'lost' };
    } finally {
      await sleepyWriter(services.adminUrl, false);
    }
  },
};
