import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { missing } from '../checks/verdict.ts';
import { connect, withClients } from './control.ts';
import type { Control } from './control.ts';

const writers = 6;
const lastsMs = 3_000;

/** Commits come later than their numbers, and in another order. */
async function write(client: pg.Client, until: number): Promise<void> {
  while (Date.now() < until) {
    await client.query('begin');
    await client.query('insert into c_change default values');
    await pause(Math.random() * 25);
    await client.query('commit');
  }
}

/** Wrong on purpose: whatever has a higher number than the last one seen is new, so what commits late is never read. */
async function readBySerial(client: pg.Client, reading: () => boolean): Promise<Set<string>> {
  const seen = new Set<string>();
  let last = '0';
  do {
    await pause(5);
    const { rows } = await client.query<{ seq: string }>(
      'select seq::text from c_change where seq > $1 order by c_change.seq',
      [last],
    );
    for (const { seq } of rows) seen.add((last = seq));
  } while (reading());
  return seen;
}

/** The same reader by (xid, seq), bounded by the snapshot's xmin, beside it. */
async function readByTransaction(client: pg.Client, reading: () => boolean): Promise<Set<string>> {
  const seen = new Set<string>();
  let last = { xid: '0', seq: '0' };
  do {
    await pause(5);
    const { rows } = await client.query<{ xid: string; seq: string }>(
      `select xid::text, seq::text from c_change
        where (xid, seq) > ($1::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot()) order by c_change.xid, c_change.seq`,
      [last.xid, last.seq],
    );
    for (const row of rows) seen.add((last = row).seq);
  } while (reading());
  return seen;
}

/** A feed that is read by a serial number, under delayed commits. */
export const control: Control = {
  name: 'feed read by serial number',
  run: async ({ databaseUrl }) => {
    const client = await connect(databaseUrl);
    await client.query(
      'create table c_change (seq bigint generated always as identity, xid xid8 default pg_current_xact_id())',
    );
    const [bySerial, byTransaction] = await withClients(databaseUrl, writers + 2, async (clients) => {
      const end = Date.now() + lastsMs;
      const [one, two, ...others] = clients;
      let writing = true;
      const reading = (): boolean => writing;
      const readers = Promise.all([readBySerial(one!, reading), readByTransaction(two!, reading)]);
      await Promise.all(others.map((other) => write(other, end)));
      await pause(50);
      writing = false;
      return readers;
    });
    const { rows } = await client.query<{ seq: string }>('select seq::text from c_change');
    await client.end();
    const all = rows.map(({ seq }) => seq);
    const right = missing(all, byTransaction).length;
    const note = `by (xid, seq) beside it: ${right} skipped`;
    return { count: right > 0 ? 0 : missing(all, bySerial).length, of: all.length, what: 'skipped', note };
  },
};
