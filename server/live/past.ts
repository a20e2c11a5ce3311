import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { doneStatuses } from '#contracts/incident.ts';
import { decodeMovers, encodeMovers, isGone } from '#contracts/movers.ts';
import type { Mover } from '#contracts/movers.ts';
import type { LatestValue } from '#store/feed.ts';
import type { LiveRow, StoredFrame } from '#store/frames.ts';
import { shownAs } from './picture.ts';
import type { View } from './picture.ts';
import { decodeReadings, encodeReadings } from './readings.ts';

/** What all walls of the city know together: the rows that any of them may see, the last of each series, who moves where. */
export type PastPicture = {
  rows: Map<number, LiveRow>;
  readings: Map<number, LatestValue>;
  movers: Map<number, Mover>;
};
/** A frame as it is kept: no more in it than a wall may show, with the facts that decide which wall. */
export type KeptFrame = Pick<StoredFrame, 'no' | 'at' | 'rows' | 'readings' | 'movers'>;

const everyWall: View = { key: 'past', scope: '*', wall: true, readings: true, movers: true };

/** A matter that must leave the walls leaves no word of itself. */
const unsaid = {
  title: '',
  categoryCode: '',
  categoryName: '',
  lng: null,
  lat: null,
  locationAccuracyM: null,
  address: null,
  townCode: null,
  gridCode: null,
} as const;

function shownRow(one: LiveRow): LiveRow[] {
  const { row, seen, before } = one;
  if (seen.wall !== 'never') return [{ ...one, row: shownAs(everyWall, row) }];
  const leaves = before !== null && before.wall !== 'never';
  return leaves ? [{ ...one, row: { ...row, ...unsaid } }] : [];
}

/** 上墙的部分: what is kept of a frame. What a wall must not show is never written (law 12). */
export function keptFrame({ no, at, rows, readings, movers }: StoredFrame): KeptFrame {
  return { no, at, rows: rows.flatMap(shownRow), readings, movers };
}

/** The picture of this instant, from what the database holds. */
export function pictureFrom(
  rows: readonly LiveRow[],
  readings: readonly LatestValue[],
  movers: readonly Mover[],
): PastPicture {
  const shown = rows.filter(({ seen }) => seen.wall !== 'never').flatMap(shownRow);
  return {
    rows: new Map(shown.map((one) => [one.row.id, one])),
    readings: byNo(readings),
    movers: byNo(movers),
  };
}

/** Brings a picture one frame on, in place, as every screen does it. */
export function advancePicture(picture: PastPicture, frame: KeptFrame): void {
  for (const { row, seen } of frame.rows) {
    if (row.version <= (picture.rows.get(row.id)?.row.version ?? -1)) continue;
    if (seen.wall === 'never' || doneStatuses.includes(row.status)) picture.rows.delete(row.id);
    else picture.rows.set(row.id, { row, seen, before: seen });
  }
  if (frame.readings) for (const one of decodeReadings(frame.readings)) picture.readings.set(one.no, one);
  if (!frame.movers) return;
  for (const one of decodeMovers(frame.movers)) picture.movers.set(one.no, one);
  for (const one of picture.movers.values())
    if (isGone(one, Date.parse(frame.at))) picture.movers.delete(one.no);
}

const byNo = <One extends { no: number }>(list: readonly One[]): Map<number, One> =>
  new Map(list.map((one) => [one.no, one]));

const [zip, unzip] = [promisify(gzip), promisify(gunzip)];
const pack = async (value: unknown): Promise<Buffer> => zip(JSON.stringify(value));
const unpack = async (bytes: Buffer): Promise<unknown> => JSON.parse((await unzip(bytes)).toString('utf8'));

export const toBase64 = (block: ArrayBuffer): string => Buffer.from(block).toString('base64');
// A copy of its own: small buffers are windows into a shared one.
const fromBase64 = (text: string): ArrayBuffer => new Uint8Array(Buffer.from(text, 'base64')).buffer;

export async function packPicture({ rows, readings, movers }: PastPicture): Promise<Buffer> {
  return pack({
    rows: [...rows.values()],
    readings: toBase64(encodeReadings([...readings.values()])),
    movers: toBase64(encodeMovers([...movers.values()])),
  });
}

type PackedPicture = { rows: LiveRow[]; readings: string; movers?: string };

/** The inverse of packPicture. One that was packed before movers were kept has none. */
export async function unpackPicture(bytes: Buffer): Promise<PastPicture> {
  const { rows, readings, movers } = (await unpack(bytes)) as PackedPicture;
  return {
    rows: new Map(rows.map((one) => [one.row.id, one])),
    readings: byNo(decodeReadings(fromBase64(readings))),
    movers: byNo(movers === undefined ? [] : decodeMovers(fromBase64(movers))),
  };
}

type PackedFrame = Omit<KeptFrame, 'readings' | 'movers'> & {
  readings: string | null;
  movers?: string | null;
};

export async function packFrames(frames: readonly KeptFrame[]): Promise<Buffer> {
  return pack(
    frames.map(({ readings, movers, ...one }) => ({
      ...one,
      readings: readings && toBase64(readings),
      movers: movers && toBase64(movers),
    })),
  );
}

/** The inverse of packFrames. */
export async function unpackFrames(bytes: Buffer): Promise<KeptFrame[]> {
  const frames = (await unpack(bytes)) as PackedFrame[];
  return frames.map(({ readings, movers, ...one }) => ({
    ...one,
    readings: readings === null ? null : fromBase64(readings),
    movers: movers === null || movers === undefined ? null : fromBase64(movers),
  }));
}
