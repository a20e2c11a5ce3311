import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Reference } from '#contracts/reference.ts';
import { lockKeys, ticketArea } from '#domain/locks.ts';
import { linkSeconds } from '#server/metrics.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import * as mergeQueue from '#store/merge-queue.ts';
import * as mergeSearch from '#store/merge-search.ts';
import { districtsAt } from '#store/areas.ts';
import type { Gazetteer } from '#text/gazetteer.ts';
import { areasOf } from './doubt.ts';
import { know } from './know.ts';
import { ticketName } from './one-call.ts';
import type { MergeParts } from './parts.ts';
import { partyAreas } from './party.ts';
import { plan } from './plan.ts';
import type { Plan } from './plan.ts';
import { understand, warmWords } from './understand.ts';
import type { Understood } from './understand.ts';
import { write } from './write.ts';

/**
 * A batch costs some twenty round trips under its locks, whatever its size: at 200 each event pays half of what it pays at
 * 100. At 400 more reports of one problem come together: each incident is written half as often, a sixth of the work saved.
 */
export const batchSize = 400;

/**
 * 归并: links up to 400 waiting events in one transaction; answers how many were taken.
 * The four rules (DESIGN law 4): fixed anchor, lock cover, ascending order as a statement of its own, and the net.
 * `share` says which of them. Throws Moved when it must be tried again.
 */
export async function mergeBatch(parts: MergeParts, share = mergeQueue.everything): Promise<number> {
  warmWords(parts.reference(), parts.gazetteer());
  const accepted = await inTransaction(parts.pool, '*', async (tx, now) => {
    const rows = await mergeQueue.takeWaiting(tx, now, batchSize, share);
    if (rows.length === 0) return [];
    const reference = parts.reference();
    const events = await understandAll(rows, reference, parts.gazetteer());
    await locate(tx, events.filter(isJudgedByArea));
    const tickets = events.flatMap(({ ticket }) => (ticket ? [ticketArea(ticketName(ticket))] : []));
    const keys = lockKeys([...events.flatMap(areasOf), ...events.flatMap(partyAreas), ...tickets]);
    await mergeSearch.lockCells(tx, keys);
    const knowledge = await know(tx, parts.vault, events);
    const planned = plan(events, knowledge, reference);
    await locate(
      tx,
      keptWithArea(planned).filter((event) => !isJudgedByArea(event)),
    );
    await write(tx, parts, { plan: planned, now, held: new Set(keys) });
    return rows.map(({ acceptedAt }) => acceptedAt);
  });
  if (accepted.length === 0) return 0;
  const linkedAt = await cityNow(parts.pool);
  for (const at of accepted) linkSeconds.observe((linkedAt.getTime() - at.getTime()) / 1000);
  return accepted.length;
}

/** Reading 400 calls takes a fifth of a second: so many at a time, for the other lanes hold locks and wait for their answers. */
const readAtOnce = 8;

async function understandAll(
  rows: readonly mergeQueue.WaitingRow[],
  reference: Reference,
  gazetteer: Gazetteer,
): Promise<Understood[]> {
  const events: Understood[] = [];
  for (const row of rows) {
    events.push(understand(row, reference, gazetteer));
    if (events.length % readAtOnce === 0) await nextTurn();
  }
  return events;
}

/** Whose area is asked for before anything is decided: a party is of one district, a storm is looked through by districts. */
const isJudgedByArea = ({ concern, row }: Understood): boolean =>
  concern !== null || row.flags.includes('storm');

/** Whose area is written down: nine of ten join what stands, and nothing of theirs moves it. */
const keptWithArea = ({ openings, attachments, asked }: Plan): Understood[] => [
  ...openings.map(({ events }) => events[0]!.event),
  ...attachments.filter(({ reanchor }) => reanchor).map(({ event }) => event),
  ...asked.map(({ event }) => event),
];

/** Districts, townships and grids of their points with one statement. */
async function locate(tx: Db, events: readonly Understood[]): Promise<void> {
  const placed = events.filter((event) => event.at !== null);
  const areas = await districtsAt(
    tx,
    placed.map((event) => event.at!),
  );
  placed.forEach((event, i) => {
    event.districtCode = areas[i]?.districtCode ?? event.districtCode;
    event.townCode = areas[i]?.townCode ?? null;
    event.gridCode = areas[i]?.gridCode ?? null;
  });
}
