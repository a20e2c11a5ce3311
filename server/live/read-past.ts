import { encodeMovers } from '#contracts/movers.ts';
import type { PastFrame, PastMoment, PastNext, PastSegment } from '#contracts/past.ts';
import { inSnapshot } from '#store/db.ts';
import type { Db, Pool } from '#store/db.ts';
import { framesAfter, readHead } from '#store/feed.ts';
import { seriesOfScope } from '#store/map.ts';
import { pastAt, pastFrom } from '#store/past.ts';
import type { PastMark } from '#store/past.ts';
import { keptFrame, toBase64, unpackFrames, unpackPicture } from './past.ts';
import type { KeptFrame } from './past.ts';
import { cut, epochFor, pictureOf } from './picture.ts';
import type { View } from './picture.ts';
import { encodeReadings } from './readings.ts';
import type { InSight } from './in-sight.ts';

/** So many frames of a segment that is still being written are answered at once; the rest by the next question. */
const mostOpenFrames = 2_000;

/** The past is read with the eyes of now: who has lost a right has lost it for what was, too. */
type Eyes = { view: View; inSight: InSight };

// Where an object is now says nothing of where it was: whoever may see a part of the city sees none of them then.
const eyesOf = async (tx: Db, view: View): Promise<Eyes> => ({
  view,
  inSight: view.scope === '*' ? '*' : { series: new Set(await seriesOfScope(tx)), movers: new Set() },
});

/** What follows an open picture, and until when all of it is known; nothing when the feed no longer leads on from it. */
async function openFrames(
  tx: Db,
  { at, no, epoch }: PastMark,
): Promise<{ frames: KeptFrame[]; until: Date }> {
  const feed = await readHead(tx);
  const frames = feed.epoch === epoch ? await framesAfter(tx, no, mostOpenFrames) : [];
  const follows = feed.epoch === epoch && (frames[0]?.no ?? feed.head + 1) === no + 1;
  if (!follows) return { frames: [], until: at };
  const end = frames.at(-1);
  const all = (end?.no ?? no) === feed.head;
  // A feed that nobody publishes tells nothing of the time since.
  const until = all && feed.alive ? feed.at : (end?.at ?? at.toISOString());
  return { frames: frames.map(keptFrame), until: new Date(until) };
}

function asSeen(frame: KeptFrame, epoch: string, { view, inSight }: Eyes): PastFrame {
  const { no, at, upserts, removals, readings, movers } = cut({ ...frame, epoch, nudges: [] }, view, inSight);
  const blocks = {
    ...(readings ? { readings: toBase64(readings) } : {}),
    ...(movers ? { movers: toBase64(movers) } : {}),
  };
  return { no, at, upserts, removals, ...blocks };
}

async function segmentOf(
  tx: Db,
  row: PastMark & { frames: Buffer | null },
  eyes: Eyes,
): Promise<PastSegment> {
  const { at, no, epoch, until, lastNo } = row;
  const found =
    row.frames && until ? { frames: await unpackFrames(row.frames), until } : await openFrames(tx, row);
  return {
    epoch: epochFor(epoch, eyes.view),
    no,
    lastNo: lastNo ?? found.frames.at(-1)?.no ?? no,
    from: at.toISOString(),
    until: found.until.toISOString(),
    open: row.frames === null,
    frames: found.frames.map((frame) => asSeen(frame, epoch, eyes)),
  };
}

/** One picture and one segment that hold what was known at an instant; null before the first picture. */
export async function readMoment(pool: Pool, view: View, at: Date): Promise<PastMoment | null> {
  return inSnapshot(pool, view.scope, async (tx) => {
    const eyes = await eyesOf(tx, view);
    const row = await pastAt(tx, at);
    if (!row) return null;
    const { rows, readings, movers } = await unpackPicture(row.picture);
    const { inSight } = eyes;
    const values = [...readings.values()].filter(({ no }) => inSight === '*' || inSight.series.has(no));
    return {
      picture: {
        epoch: epochFor(row.epoch, view),
        no: row.no,
        at: row.at.toISOString(),
        rows: pictureOf(view, [...rows.values()]),
        readings: toBase64(encodeReadings(values)),
        movers: toBase64(encodeMovers(inSight === '*' ? [...movers.values()] : [])),
      },
      segment: await segmentOf(tx, row, eyes),
    };
  });
}

/** The segment that begins where another ended: at this instant, as of this frame. */
export async function readNext(pool: Pool, view: View, at: Date, no: number): Promise<PastNext> {
  return inSnapshot(pool, view.scope, async (tx) => {
    const row = await pastFrom(tx, at, no);
    if (!row) return { segment: null, resumes: null };
    if (row.no !== no || row.at.getTime() !== at.getTime())
      return { segment: null, resumes: row.at.toISOString() };
    return { segment: await segmentOf(tx, row, await eyesOf(tx, view)), resumes: null };
  });
}
