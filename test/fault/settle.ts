import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { run } from '../../server/launch/processes.mjs';
import { testSecrets } from '#test/support/chengyun.ts';
import { readBooks } from './checks/books.ts';
import type { Books } from './checks/books.ts';
import { wallsAreTrue } from './checks/seen.ts';
import { readState } from './checks/state.ts';
import type { State } from './checks/state.ts';
import type { FaultCity } from './city.ts';

/** What is still to come: events to link, deliveries to send, deadlines that pass within a minute. */
const unrest = `select (select count(*) from waiting where reason = 'new')
   + (select count(*) from delivery where state in ('pending', 'sending'))
   + (select count(*) from deadline where stopped_at is null and fired_at is null
       and due_at < city_now() + interval '1 minute') as n`;

async function unrestOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return Number((await client.query<{ n: string }>(unrest)).rows[0]!.n);
  } finally {
    await client.end();
  }
}

/**
 * Ends the load and waits until nothing more is to come, at most `limitMs`; what is not quiet by then shows in the
 * checks. Answers everything that they compare.
 */
export async function settle(city: FaultCity, limitMs = 120_000): Promise<{ books: Books; state: State }> {
  await city.outside.order({ do: 'stop' }, 130_000);
  const end = Date.now() + limitMs;
  while (Date.now() < end && (await unrestOf(city.databaseUrl)) > 0) await pause(500);
  // The last frame may still be on its way to a wall.
  for (let tries = 0; ; tries += 1) {
    await pause(800);
    await city.outside.order({ do: 'look' });
    const found = { books: readBooks(city.folder), state: await readState(city.databaseUrl) };
    const { lost, wrong } = wallsAreTrue(found.books, found.state);
    if (tries === 8 || lost.length + wrong.length === 0) return found;
  }
}

/** What the program's own verifier says of the audit chain; null when it is whole. */
export async function chainFault(databaseUrl: string): Promise<string | null> {
  const env = { ...process.env, ...testSecrets, DATABASE_URL: databaseUrl, REDIS_URL: 'redis://127.0.0.1:1' };
  const words = ['--import', 'tsx', 'server/cli/verify-audit.ts'];
  const { code, output } = await run(process.execPath, words, { env });
  return code === 0 ? null : output.trim();
}
