import { z } from 'zod';

/**
 * 移动目标 as screens know them: what it is and a number that the city gave it, never a plate, because a plate names a
 * person. The place of a class in this list is its number on the wire.
 */
export const moverClasses = [
  'vessel',
  'cargo',
  'tanker',
  'vehicle',
  'hazmat',
  'coach',
  'charter',
  'heavy-truck',
] as const;
export const MoverClass = z.enum(moverClasses);
export type MoverClass = z.infer<typeof MoverClass>;

export const moverNames: Record<MoverClass, string> = {
  vessel: '船舶',
  cargo: '货船',
  tanker: '液货船',
  vehicle: '车辆',
  hazmat: '危化品车',
  coach: '客运班车',
  charter: '旅游包车',
  'heavy-truck': '重型货车',
};

/** The class of what came in by one of the two doors; one that the door does not know is an ordinary vessel or vehicle. */
export function moverClassOf(kind: 'vessel' | 'vehicle', given: string | null): MoverClass {
  const own = moverClasses.find((one) => one === given);
  return own && isVessel(own) === (kind === 'vessel') ? own : kind;
}

export const isVessel = (one: MoverClass): boolean => one === 'vessel' || one === 'cargo' || one === 'tanker';

/** Minutes of silence: a vehicle speaks each half minute, a vessel at anchor each few; then it is `late`, then `gone`. */
export const silentMinutes = {
  vessel: { late: 10, gone: 30 },
  vehicle: { late: 3, gone: 10 },
} as const;

/** What minutes of silence mean for a class. */
export const silenceOf = (one: MoverClass): { late: number; gone: number } =>
  silentMinutes[isVessel(one) ? 'vessel' : 'vehicle'];

/** Where one object was last. WGS 84, degrees; time in whole seconds since 1970; km/h; degrees from north. */
export type Mover = {
  no: number;
  class: MoverClass;
  lng: number;
  lat: number;
  second: number;
  /** Null: not told. */
  courseDeg: number | null;
  speedKmh: number | null;
};

/** Whether an object that was heard at `second` has left the picture at `now`, city time in epoch ms. */
export const isGone = (one: Pick<Mover, 'class' | 'second'>, now: number): boolean =>
  now - one.second * 1_000 > silenceOf(one.class).gone * 60_000;

const perDegree = 1e7;
const untoldCourse = 0xffff;
const untoldSpeed = 0xff;

/** A block as columns over its own bytes. `lng`, `lat` in 1e-7 degrees, `course` in tenths, `class` by its place. */
export type MoverColumns = {
  no: Uint32Array;
  lng: Int32Array;
  lat: Int32Array;
  second: Uint32Array;
  course: Uint16Array;
  speed: Uint8Array;
  class: Uint8Array;
};

const bytesEach = 20;
const columnsOf = (block: ArrayBuffer, k: number): MoverColumns => ({
  no: new Uint32Array(block, 8, k),
  lng: new Int32Array(block, 8 + 4 * k, k),
  lat: new Int32Array(block, 8 + 8 * k, k),
  second: new Uint32Array(block, 8 + 12 * k, k),
  course: new Uint16Array(block, 8 + 16 * k, k),
  speed: new Uint8Array(block, 8 + 18 * k, k),
  class: new Uint8Array(block, 8 + 19 * k, k),
});

/** A block of the feed, as contracts/live.ts describes it, with `count` rows that nobody has filled. */
export function makeMoverBlock(count: number): ArrayBuffer {
  const block = new ArrayBuffer(8 + bytesEach * count);
  new DataView(block).setUint32(0, count, true);
  return block;
}

export function encodeMovers(movers: readonly Mover[]): ArrayBuffer {
  const block = makeMoverBlock(movers.length);
  const columns = columnsOf(block, movers.length);
  movers.forEach((one, i) => {
    columns.no[i] = one.no;
    columns.lng[i] = Math.round(one.lng * perDegree);
    columns.lat[i] = Math.round(one.lat * perDegree);
    columns.second[i] = one.second;
    columns.course[i] = one.courseDeg === null ? untoldCourse : Math.round(one.courseDeg * 10) % 3_600;
    columns.speed[i] =
      one.speedKmh === null ? untoldSpeed : Math.min(untoldSpeed - 1, Math.round(one.speedKmh));
    columns.class[i] = moverClasses.indexOf(one.class);
  });
  return block;
}

/** The columns of a block, nothing copied; null when its length does not fit its count. */
export function moverColumns(given: ArrayBuffer): MoverColumns | null {
  // Outside browsers the wire brings views of a larger buffer; a copy of those stands alone, in a browser nothing is copied.
  const block = new Uint8Array(given).buffer;
  if (block.byteLength < 8) return null;
  const k = new DataView(block).getUint32(0, true);
  return block.byteLength < 8 + bytesEach * k ? null : columnsOf(block, k);
}

/** The inverse of encodeMovers, as far as the wire is fine; a block that is shorter than it says holds nobody. */
export function decodeMovers(block: ArrayBuffer): Mover[] {
  const columns = moverColumns(block);
  if (!columns) return [];
  return Array.from(columns.no, (no, i) => ({
    no,
    class: moverClasses[columns.class[i]!] ?? 'vehicle',
    lng: columns.lng[i]! / perDegree,
    lat: columns.lat[i]! / perDegree,
    second: columns.second[i]!,
    courseDeg: columns.course[i] === untoldCourse ? null : columns.course[i]! / 10,
    speedKmh: columns.speed[i] === untoldSpeed ? null : columns.speed[i]!,
  }));
}

/** GET /api/map/movers: who is heard now, by number; a vessel with its MMSI, a vehicle without its plate. */
export const MoverItem = z.object({
  no: z.number().int(),
  class: MoverClass,
  /** MMSI; null for a vehicle. */
  id: z.string().nullable(),
  name: z.string(),
});
export type MoverItem = z.infer<typeof MoverItem>;
