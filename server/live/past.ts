import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { doneStatuses } from '#contracts/incident.ts';
import type { LatestValue } from '#store/feed.ts';
import type { LiveRow, StoredFrame } from '#store/frames.ts';
import { shownAs } from './picture.ts';
import type { View } from './picture.ts';
import { decodeReadings, encodeReadings } from './readings.ts';

/** What all walls of the city know together: the rows that any of them may see, and the last of each series. */
export type PastPicture = { rows: Map<number, LiveRow>; readings: Map<number, LatestValue> };
/** A frame as it is kept: no more in it than a wall may show, with the facts that decide which wall. */
export type KeptFrame = Pick<StoredFrame, 'no' | 'at' | 'rows' | 'readings'>;

const everyWall: View = { key: 'past', scope: '*', wall: true, readings: true };

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
export function keptFrame({ no, at, rows, readings }: StoredFrame): KeptFrame {
  return { no, at, rows: rows.flatMap(shownRow), readings };
}

/** The picture of this instant, from what the database holds. */
export function pictureFrom(rows: readonly LiveRow[], readings: readonly LatestValue[]): PastPicture {
  const shown = rows.filter(({ seen }) => seen.wall !== 'never').flatMap(shownRow);
  return {
    rows: new Map(shown.map((one) => [one.row.id, one])),
    readings: new Map(readings.map((one) => [one.no, one])),
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
}

const [zip, unzip] = [promisify(gzip), promisify(gunzip)];
const pack = async (value: unknown): Promise<Buffer> => zip(JSON.stringify(value));
const unpack = async (bytes: Buffer): Promise<unknown> => JSON.parse((await unzip(bytes)).toString('utf8'));

export const toBase64 = (block: ArrayBuffer): string => Buffer.from(block).toString('base64');
// A copy of its own: small buffers are windows into a shared one.
const fromBase64 = (text: string): ArrayBuffer => new Uint8Array(Buffer.from(text, 'base64')).buffer;

export async function packPicture({ rows, readings }: PastPicture): Promise<Buffer> {
  return pack({ rows: [...rows.values()], readings: toBase64(encodeReadings([...readings.values()])) });
}

/** The inverse of packPicture. */
export async function unpackPicture(bytes: Buffer): Promise<PastPicture> {
  const { rows, readings } = (await unpack(bytes)) as { rows: LiveRow[]; readings: string };
  return {
    rows: new Map(rows.map((one) => [one.row.id, one])),
    readings: new Map(decodeReadings(fromBase64(readings)).map((one) => [one.no, one])),
  };
}

type PackedFrame = Omit<KeptFrame, 'readings'> & { readings: string | null };

export async function packFrames(frames: readonly KeptFrame[]): Promise<Buffer> {
  return pack(frames.map((one) => ({ ...one, readings: one.readings && toBase64(one.readings) })));
}

/** The inverse of packFrames. */
export async function unpackFrames(bytes: Buffer): Promise<KeptFrame[]> {
  const frames = (await unpack(bytes)) as PackedFrame[];
  return frames.map((one) => ({ ...one, readings: one.readings === null ? null : fromBase64(one.readings) }));
}
