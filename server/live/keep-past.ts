import type { Reference } from '#contracts/reference.ts';
import { inSnapshot, inTransaction } from '#store/db.ts';
import type { Db, Pool } from '#store/db.ts';
import { framesAfter, latestSince, readHead } from '#store/feed.ts';
import type { Head } from '#store/feed.ts';
import { moversSince } from '#store/movers.ts';
import { closePast, lastPast, openPast, pendingAfter } from '#store/past.ts';
import type { PastMark, Pending } from '#store/past.ts';
import { advancePicture, keptFrame, packFrames, packPicture, pictureFrom, unpackPicture } from './past.ts';
import type { KeptFrame, PastPicture } from './past.ts';
import { liveOpenRows } from './rows.ts';

/** A segment is closed when its first frame is this old, or when it weighs as much: a seek reads no more than one. */
const segmentSeconds = 300;
const segmentBytes = 4 * 1024 * 1024;
const framesAtOnce = 2_000;

/** What is to be done about the newest picture. `start`: nothing leads on from it, so the next one is read anew. */
export type Due = 'nothing' | 'close' | 'start';

/** 何时存一幅: in proportion to what was published; while nothing is, nothing is written. */
export function dueNow(last: PastMark | null, feed: Pick<Head, 'epoch' | 'head'>, pending: Pending): Due {
  if (last === null || last.epoch !== feed.epoch || last.until !== null || feed.head < last.no)
    return 'start';
  if (pending.first === null) return feed.head > last.no ? 'start' : 'nothing';
  if (pending.first > last.no + 1) return 'start';
  return pending.aged || pending.bytes >= segmentBytes ? 'close' : 'nothing';
}

type Next = { at: Date; no: number; epoch: string; picture: PastPicture };

/** The picture as the database holds it now: the first one, and each one after a loss. */
async function readAnew(tx: Db, feed: Head, reference: Reference): Promise<Next> {
  const at = new Date(feed.at);
  const rows = await liveOpenRows(tx, '*', reference, at);
  const { values } = await latestSince(tx, null);
  const { movers } = await moversSince(tx, null, at);
  return { at, no: feed.head, epoch: feed.epoch, picture: pictureFrom(rows, values, movers) };
}

async function write(
  pool: Pool,
  last: PastMark | null,
  frames: readonly KeptFrame[],
  next: Next,
): Promise<void> {
  const end = frames.at(-1);
  const closed = {
    until: end ? next.at : (last?.at ?? next.at),
    lastNo: end?.no ?? last?.no ?? next.no,
    frames: await packFrames(frames),
  };
  const picture = await packPicture(next.picture);
  await inTransaction(pool, '*', async (tx) => {
    if (last && last.until === null && !(await closePast(tx, last, closed))) return;
    await openPast(tx, { at: next.at, no: next.no, epoch: next.epoch, picture });
  });
}

/**
 * Closes the segment that has grown enough and opens the next with the picture that it leads to. Answers whether it
 * wrote. To be run by one at a time, more often than frames are pruned; a second one changes nothing.
 */
export async function keepPast(pool: Pool, reference: Reference, seconds = segmentSeconds): Promise<boolean> {
  const found = await inSnapshot(pool, '*', async (tx) => {
    const feed = await readHead(tx);
    const last = await lastPast(tx);
    const pending = await pendingAfter(tx, last?.no ?? 0, seconds);
    const due = dueNow(last, feed, pending);
    if (due === 'start') return { last, frames: [], next: await readAnew(tx, feed, reference) };
    if (due === 'nothing' || last === null) return null;
    return { last, frames: (await framesAfter(tx, last.no, framesAtOnce)).map(keptFrame), next: null };
  });
  if (found === null) return false;
  const { last, frames } = found;
  const next = found.next ?? (await leadOn(found.last, frames));
  await write(pool, last, frames, next);
  return true;
}

/** The picture that a segment leads to. */
async function leadOn(last: PastMark & { picture: Buffer }, frames: readonly KeptFrame[]): Promise<Next> {
  const picture = await unpackPicture(last.picture);
  for (const frame of frames) advancePicture(picture, frame);
  const end = frames.at(-1)!;
  return { at: new Date(end.at), no: end.no, epoch: last.epoch, picture };
}
