import type pg from 'pg';
import { connectDirect } from '#store/direct.ts';
import type { Pool } from '#store/db.ts';

/** What a loop may be woken for. Only ever a hint: every loop also looks by itself (DESIGN §9). */
export type Topic = 'waiting' | 'change' | 'delivery' | 'deadline' | 'frame';

const channel = 'chengyun';

/** Tells the loops of all processes; hints of one topic within `gatherMs` become one. Never throws, never waits. */
export function makeWake(pool: Pool, gatherMs = 5): (topic: Topic) => void {
  const due = new Set<Topic>();
  return (topic) => {
    if (due.has(topic)) return;
    due.add(topic);
    setTimeout(() => {
      due.delete(topic);
      pool.query('select pg_notify($1, $2)', [channel, topic]).catch(() => undefined);
    }, gatherMs);
  };
}

/** Says these words to every process that listens. Never throws, never waits; each at most some thousand characters. */
export function tellAll(pool: Pool, words: readonly string[]): void {
  if (words.length === 0) return;
  pool
    .query('select pg_notify($1, said) from unnest($2::text[]) as said', [channel, words])
    .catch(() => undefined);
}

/** Hears the hints on a connection of its own, which it opens again whenever it is lost. */
export function listen(pool: Pool, hear: (topic: string) => void): { close: () => Promise<void> } {
  let client: pg.Client | null = null;
  let again: NodeJS.Timeout | null = null;
  let closed = false;

  const retry = (): void => {
    client = null;
    if (!closed && again === null) again = setTimeout(() => void open(), 500);
  };
  const open = async (): Promise<void> => {
    again = null;
    const fresh = await connectDirect(pool, 'chengyun-listen').catch(() => null);
    if (fresh === null) return retry();
    if (closed) return void fresh.end().catch(() => undefined);
    client = fresh;
    fresh.on('end', retry);
    fresh.on('notification', (message) => hear(message.payload ?? ''));
    await fresh.query(`listen ${channel}`).catch(() => fresh.end().catch(() => undefined));
  };
  void open();
  return {
    close: async () => {
      closed = true;
      if (again !== null) clearTimeout(again);
      await client?.end().catch(() => undefined);
    },
  };
}
