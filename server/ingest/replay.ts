import { Refusal } from '#contracts/errors.ts';
import { replays } from '#server/metrics.ts';
import { inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import type { Vault } from '#store/vault.ts';
import * as events from '#store/events.ts';
import * as quarantine from '#store/quarantine.ts';
import type { Door } from './doors.ts';

type ReplayParts = { pool: Pool; vault: Vault; doors: ReadonlyMap<string, Door> };

/** The item of a quarantine row as it came. Throws Refusal 'wrong-status' when its retention has ended. */
export function itemOf(vault: Vault, row: quarantine.SealedRow): string {
  if (row.sealed.length === 0) throw new Refusal('wrong-status', '原件已过保存期限并清除，不能查看或重放');
  return vault.open(`quarantine:${row.source}`, row.sealed).toString();
}

type Outcome = { accepted: number; refused: number };
/** One row, or whatever waits for these devices. */
export type Replayed = { id: number } | { deviceIds: readonly string[] };

/**
 * 重放: sends kept items through their door again, as if they came now, many in one request; the key makes a second replay
 * harmless. An item that is refused again stays in quarantine under its new row. Answers what became of them.
 */
export async function replay(parts: ReplayParts, by: Replayed, actor: string): Promise<Outcome> {
  const done: Outcome = { accepted: 0, refused: 0 };
  // What is refused again gets a higher number: it is not for this replay.
  const upTo = await quarantine.lastId(parts.pool);
  for (;;) {
    const rows = await claim(parts, { ...by, upTo }, actor);
    if (rows.length === 0) break;
    await sendAll(parts, rows, done);
    if ('id' in by) break;
  }
  replays.inc({ outcome: 'accepted' }, done.accepted);
  replays.inc({ outcome: 'refused' }, done.refused);
  return done;
}

/** Events into their queue, the others through their doors. */
async function sendAll(
  parts: ReplayParts,
  rows: readonly quarantine.SealedRow[],
  done: Outcome,
): Promise<void> {
  const events = rows.filter((row) => row.eventId !== null);
  const waiting = new Map<string, quarantine.SealedRow[]>();
  for (const row of rows)
    if (row.eventId === null) waiting.set(row.source, [...(waiting.get(row.source) ?? []), row]);
  try {
    if (events.length > 0) await requeue(parts.pool, events);
    done.accepted += events.length;
    for (const [source, group] of waiting) {
      await sendGroup(parts, source, group, done);
      waiting.delete(source);
    }
  } catch (error) {
    // Nothing of the request was taken: its rows, and those behind it, wait on.
    const left = [...waiting.values()].flat();
    await quarantine.reopen(
      parts.pool,
      left.map(({ id }) => id),
    );
    throw error;
  }
}

/** One request of one door, without its quota: what was kept once is no flood. */
async function sendGroup(
  { vault, doors }: ReplayParts,
  source: string,
  rows: readonly quarantine.SealedRow[],
  done: Outcome,
): Promise<void> {
  const texts = rows.map((row) => itemOf(vault, row));
  const bytes = texts.reduce((sum, text) => sum + text.length, 0);
  const door = doors.get(source)!;
  const { quarantined } = await (door.takeKept ?? door.take)(
    texts.map((text) => JSON.parse(text) as unknown),
    bytes,
  );
  done.refused += quarantined.length;
  done.accepted += rows.length - quarantined.length;
}

/**
 * Takes rows out of the open list before they are sent: so many as one request may hold. A replay that dies half-way
 * leaves them marked, with the sealed item still there.
 */
async function claim(
  parts: ReplayParts,
  by: Replayed & { upTo: number },
  actor: string,
): Promise<quarantine.SealedRow[]> {
  return inTransaction(parts.pool, '*', async (tx, now) => {
    const rows = await quarantine.takeOpen(tx, by);
    if (rows.length === 0 && 'id' in by)
      throw new Refusal('not-found', '没有这条待处理的隔离记录，可能已由他人处理');
    const ids = rows.map((row) => row.id);
    await quarantine.decide(tx, ids, { state: 'replayed', by: actor, note: '重放' }, now);
    return rows;
  });
}

/** Events that broke the merge go back into its queue. */
async function requeue(pool: Pool, rows: readonly quarantine.SealedRow[]): Promise<void> {
  await inTransaction(pool, '*', async (tx, now) => {
    for (const { eventId } of rows) await events.requeue(tx, eventId!, now);
  });
}
