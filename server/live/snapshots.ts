import type { Snapshot } from '#contracts/live.ts';
import { encodeMovers } from '#contracts/movers.ts';
import type { Reference } from '#contracts/reference.ts';
import { inSnapshot } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { ceilingOf, latestSince, readHead } from '#store/feed.ts';
import type { Horizon } from '#store/feed.ts';
import { moversSince } from '#store/movers.ts';
import type { SightBook } from './in-sight.ts';
import { epochFor, pictureOf } from './picture.ts';
import type { View } from './picture.ts';
import { encodeReadings } from './readings.ts';
import { liveOpenRows } from './rows.ts';

/**
 * A whole picture of one view, ready to send, true as of frame `no` of the feed's `feedEpoch`. It may know more than that
 * frame: what was written below `ceiling` and will be told again by a later one.
 */
export type Picture = { feedEpoch: string; no: number; ceiling: Horizon; pages: Snapshot[] };

export const rowsPerPage = 2_000;
/** A picture this young serves the next client, too: the frames since then are in the ring. */
const freshMs = 1_000;

/** Head, rows, readings and movers of one instant: one REPEATABLE READ transaction. */
export async function readPicture(
  pool: Pool,
  view: View,
  reference: Reference,
  sight: SightBook,
): Promise<Picture> {
  await sight.open(view);
  const inSight = sight.of(view);
  const { feed, ceiling, rows, readings, movers } = await inSnapshot(pool, view.scope, async (tx) => {
    const feed = await readHead(tx);
    const now = new Date(feed.at);
    const rows = await liveOpenRows(tx, view.scope, reference, now);
    const readings = view.readings ? (await latestSince(tx, null)).values : [];
    const movers = view.movers ? (await moversSince(tx, null, now)).movers : [];
    return { feed, ceiling: await ceilingOf(tx), rows, readings, movers };
  });
  const seen = pictureOf(view, rows);
  const mine = {
    readings: inSight === '*' ? readings : readings.filter(({ no }) => inSight.series.has(no)),
    movers: inSight === '*' ? movers : movers.filter(({ no }) => inSight.movers.has(no)),
  };
  const pages = Math.max(1, Math.ceil(seen.length / rowsPerPage));
  const page = (n: number): Snapshot => ({
    epoch: epochFor(feed.epoch, view),
    no: feed.head,
    at: feed.at,
    page: n,
    pages,
    rows: seen.slice(n * rowsPerPage, (n + 1) * rowsPerPage),
    readings: encodeReadings(n === 0 ? mine.readings : []),
    movers: encodeMovers(n === 0 ? mine.movers : []),
  });
  return {
    feedEpoch: feed.epoch,
    no: feed.head,
    ceiling,
    pages: Array.from({ length: pages }, (_, n) => page(n)),
  };
}

/**
 * Pictures shared by all who need the same one at the same time: 800 walls after a restart read it once. At most
 * `atOnce` are read side by side, so that the pool is never theirs alone.
 */
export function makeGallery(
  read: (view: View) => Promise<Picture>,
  atOnce = 3,
): (view: View) => Promise<Picture> {
  const hanging = new Map<string, { picture: Promise<Picture>; readyAt: number | null }>();
  const lanes = Array.from({ length: atOnce }, () => Promise.resolve());
  let next = 0;

  const inLane = (view: View): Promise<Picture> => {
    const lane = next++ % atOnce;
    const picture = lanes[lane]!.then(() => read(view));
    lanes[lane] = picture.then(
      () => undefined,
      () => undefined,
    );
    return picture;
  };
  return (view) => {
    const known = hanging.get(view.key);
    if (known && (known.readyAt === null || performance.now() - known.readyAt < freshMs))
      return known.picture;
    const fresh: { picture: Promise<Picture>; readyAt: number | null } = {
      picture: inLane(view),
      readyAt: null,
    };
    hanging.set(view.key, fresh);
    const forget = (): void => {
      if (hanging.get(view.key) === fresh) hanging.delete(view.key);
    };
    fresh.picture.then(() => {
      fresh.readyAt = performance.now();
      setTimeout(forget, freshMs).unref();
    }, forget);
    return fresh.picture;
  };
}
