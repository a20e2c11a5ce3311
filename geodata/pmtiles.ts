import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** One vector tile, as MapLibre asks for it (XYZ, row 0 in the north); `bytes` is what ST_AsMVT gave. */
export type Tile = { z: number; x: number; y: number; bytes: Uint8Array };

/** West, south, east, north in degrees, WGS 84. */
type Box = readonly [number, number, number, number];
type Entry = { id: number; offset: number; length: number; run: number };

const headerBytes = 127;
/** Readers fetch this much at first: header and root directory must fit in it (PMTiles 3, §3). */
const firstFetchBytes = 16_384;
const gzipCompression = 2;
const vectorTiles = 1;

/**
 * A PMTiles archive, version 3, of gzipped vector tiles. Tiles of the same content are stored once. Throws when a
 * tile stands twice in the list.
 */
export function pmtilesArchive(tiles: readonly Tile[], bounds: Box, metadata: object): Buffer {
  const ordered = tiles.map((tile) => ({ ...tile, id: tileId(tile) })).sort((a, b) => a.id - b.id);
  const { entries, data, contents } = stored(ordered);
  const { root, leaves } = directories(entries);
  const json = gzipSync(JSON.stringify(metadata));
  const lengths = { root: root.length, json: json.length, leaves: leaves.length, data: data.length };
  const counts = { tiles: ordered.length, entries: entries.length, contents };
  // Identifiers grow with the zoom.
  const zoom = { min: ordered[0]?.z ?? 0, max: ordered.at(-1)?.z ?? 0 };
  return Buffer.concat([header(lengths, counts, zoom, bounds), root, json, leaves, data]);
}

/** The place of a tile on the Hilbert curve of its zoom, after all tiles of lower zooms. */
export function tileId({ z, x, y }: { z: number; x: number; y: number }): number {
  let id = (4 ** z - 1) / 3;
  let [column, row] = [x, y];
  for (let side = 2 ** (z - 1); side >= 1; side /= 2) {
    const right = column >= side ? 1 : 0;
    const low = row >= side ? 1 : 0;
    id += side * side * ((3 * right) ^ low);
    column -= right * side;
    row -= low * side;
    if (low === 0) {
      if (right === 1) [column, row] = [side - 1 - column, side - 1 - row];
      [column, row] = [row, column];
    }
  }
  return id;
}

/** The bytes of all tiles in order, each content once, and where each tile lies; neighbours of one content are a run. */
function stored(tiles: readonly (Tile & { id: number })[]): {
  entries: Entry[];
  data: Buffer;
  contents: number;
} {
  const places = new Map<string, { offset: number; length: number }>();
  const parts: Buffer[] = [];
  const entries: Entry[] = [];
  let end = 0;
  for (const { id, bytes } of tiles) {
    const last = entries.at(-1);
    if (last && id < last.id + last.run) throw new Error(`tile ${id} stands twice`);
    const key = createHash('sha256').update(bytes).digest('base64');
    let place = places.get(key);
    if (!place) {
      const packed = gzipSync(bytes);
      place = { offset: end, length: packed.length };
      places.set(key, place);
      parts.push(packed);
      end += packed.length;
    }
    if (last && id === last.id + last.run && place.offset === last.offset) last.run += 1;
    else entries.push({ id, ...place, run: 1 });
  }
  return { entries, data: Buffer.concat(parts), contents: parts.length };
}

/** The root directory alone while it fits into the first fetch, else one that leads to leaves as large as needed. */
function directories(entries: readonly Entry[]): { root: Buffer; leaves: Buffer } {
  const most = firstFetchBytes - headerBytes;
  const whole = directory(entries);
  if (whole.length <= most) return { root: whole, leaves: Buffer.alloc(0) };
  for (let size = 4096; ; size *= 2) {
    const leaves: Buffer[] = [];
    const heads: Entry[] = [];
    let offset = 0;
    for (let from = 0; from < entries.length; from += size) {
      const leaf = directory(entries.slice(from, from + size));
      heads.push({ id: entries[from]!.id, offset, length: leaf.length, run: 0 });
      leaves.push(leaf);
      offset += leaf.length;
    }
    const root = directory(heads);
    if (root.length <= most) return { root, leaves: Buffer.concat(leaves) };
  }
}

function directory(entries: readonly Entry[]): Buffer {
  const bytes: number[] = [];
  const write = (value: number): void => {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    bytes.push(rest);
  };
  write(entries.length);
  for (const [i, { id }] of entries.entries()) write(id - (entries[i - 1]?.id ?? 0));
  for (const { run } of entries) write(run);
  for (const { length } of entries) write(length);
  for (const [i, { offset }] of entries.entries()) {
    const before = entries[i - 1];
    write(before && offset === before.offset + before.length ? 0 : offset + 1);
  }
  return gzipSync(Buffer.from(bytes));
}

type Lengths = Record<'root' | 'json' | 'leaves' | 'data', number>;

function header(
  lengths: Lengths,
  counts: Record<'tiles' | 'entries' | 'contents', number>,
  zoom: { min: number; max: number },
  [west, south, east, north]: Box,
): Buffer {
  const out = Buffer.alloc(headerBytes);
  out.write('PMTiles', 'latin1');
  out.writeUInt8(3, 7);
  let at = 8;
  let offset = headerBytes;
  for (const length of [lengths.root, lengths.json, lengths.leaves, lengths.data]) {
    out.writeBigUInt64LE(BigInt(offset), at);
    out.writeBigUInt64LE(BigInt(length), at + 8);
    at += 16;
    offset += length;
  }
  for (const count of [counts.tiles, counts.entries, counts.contents])
    at = out.writeBigUInt64LE(BigInt(count), at);
  // Clustered: the data lies in the order of the entries.
  for (const byte of [1, gzipCompression, gzipCompression, vectorTiles, zoom.min, zoom.max])
    at = out.writeUInt8(byte, at);
  const e7 = (degrees: number): number => Math.round(degrees * 1e7);
  for (const degrees of [west, south, east, north]) at = out.writeInt32LE(e7(degrees), at);
  at = out.writeUInt8(zoom.min, at);
  at = out.writeInt32LE(e7((west + east) / 2), at);
  out.writeInt32LE(e7((south + north) / 2), at);
  return out;
}
