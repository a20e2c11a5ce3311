import type { Attribute } from './paint.ts';

/** How an object stands: under way, standing still (or nobody knows which way it looks), or silent for too long. */
export const underWay = 0;
export const standing = 1;
export const silent = 2;

/** A trail is so many pieces: the ways between the last eight positions. */
export const pieces = 7;

/** Ink of each state: never a severity's colour, and white is what is past its line. */
const inks = [
  [150, 200, 230, 235],
  [140, 175, 200, 150],
  [122, 143, 166, 90],
] as const;
const trailInk = [150, 200, 230] as const;
/** From the oldest piece to the newest. */
const trailAlphas = [10, 22, 36, 52, 70, 92, 118] as const;

type Arrays = {
  nos: Uint32Array;
  seconds: Uint32Array;
  states: Uint8Array;
  /** Degrees from the centre, as those of the sensors; two of each object. */
  offsets: Float32Array;
  /** Degrees against the clock from north, as an icon is turned. */
  angles: Float32Array;
  rgba: Uint8Array;
  /** Seven numbers of each object that say which icon it is (deck.gl's `instanceIconDefs`). */
  icons: Float32Array;
  /** The pieces of each trail in a ring, and where the next one is written. */
  from: Float32Array;
  to: Float32Array;
  trailRgba: Uint8Array;
  next: Uint8Array;
};

/** Numbers of one object in each array. */
const widths: Record<keyof Arrays, number> = {
  nos: 1,
  seconds: 1,
  states: 1,
  offsets: 2,
  angles: 1,
  rgba: 4,
  icons: 7,
  from: 2 * pieces,
  to: 2 * pieces,
  trailRgba: 4 * pieces,
  next: 1,
};

/** What goes to the card: a wrapper is made anew when its array was touched, and only then. */
const attributes = {
  offsets: { size: 2 },
  angles: { size: 1 },
  rgba: { size: 4, normalized: true },
  icons: { size: 7 },
  from: { size: 2 },
  to: { size: 2 },
  trailRgba: { size: 4, normalized: true },
} as const;
type Sent = keyof typeof attributes;

/** Vessels, or vehicles of one kind, in dense arrays: the place of an object is its slot, and a gap is filled by the last one. */
export type Fleet = {
  centre: readonly [number, number];
  count: number;
  slots: Map<number, number>;
  arrays: Arrays;
  wrapped: { [Name in Sent]: Attribute<Arrays[Name]> };
  touched: Set<Sent>;
  /** The icon of each state, as seven numbers. */
  iconOf: readonly (readonly number[])[];
  /** Milliseconds of silence. */
  lateMs: number;
  goneMs: number;
};

export type Report = {
  no: number;
  second: number;
  lng: number;
  lat: number;
  /** NaN: not told. */
  course: number;
  isMoving: boolean;
};

const firstRoom = 256;

function makeArrays(room: number): Arrays {
  return {
    nos: new Uint32Array(room),
    seconds: new Uint32Array(room),
    states: new Uint8Array(room),
    offsets: new Float32Array(room * widths.offsets),
    angles: new Float32Array(room),
    rgba: new Uint8Array(room * widths.rgba),
    icons: new Float32Array(room * widths.icons),
    from: new Float32Array(room * widths.from),
    to: new Float32Array(room * widths.to),
    trailRgba: new Uint8Array(room * widths.trailRgba),
    next: new Uint8Array(room),
  };
}

const names = Object.keys(widths) as (keyof Arrays)[];
const sent = Object.keys(attributes) as Sent[];

function wrap(fleet: Fleet, name: Sent): void {
  const { wrapped, arrays } = fleet;
  Object.assign(wrapped, { [name]: { value: arrays[name], ...attributes[name] } });
}

export function makeFleet(
  centre: readonly [number, number],
  silence: { late: number; gone: number },
  iconOf: Fleet['iconOf'],
): Fleet {
  const fleet: Fleet = {
    centre,
    count: 0,
    slots: new Map(),
    arrays: makeArrays(firstRoom),
    wrapped: {} as Fleet['wrapped'],
    touched: new Set(),
    iconOf,
    lateMs: silence.late * 60_000,
    goneMs: silence.gone * 60_000,
  };
  for (const name of sent) wrap(fleet, name);
  return fleet;
}

/** Wraps anew what was touched: one upload each. Answers whether anything was. */
export function wrapTouched(fleet: Fleet): boolean {
  const any = fleet.touched.size > 0;
  for (const name of fleet.touched) wrap(fleet, name);
  fleet.touched.clear();
  return any;
}

function grow(fleet: Fleet): void {
  const larger = makeArrays(fleet.arrays.nos.length * 2);
  for (const name of names) larger[name].set(fleet.arrays[name]);
  fleet.arrays = larger;
  for (const name of sent) fleet.touched.add(name);
}

function setState(fleet: Fleet, slot: number, state: number): void {
  const { arrays, iconOf, touched } = fleet;
  arrays.states[slot] = state;
  arrays.rgba.set(inks[state]!, slot * 4);
  arrays.icons.set(iconOf[state]!, slot * 7);
  touched.add('rgba').add('icons');
}

/** A place for a new object: it has no trail and looks nowhere yet. */
function addSlot(fleet: Fleet, no: number): number {
  if (fleet.count === fleet.arrays.nos.length) grow(fleet);
  const slot = fleet.count++;
  fleet.slots.set(no, slot);
  fleet.arrays.nos[slot] = no;
  fleet.arrays.angles[slot] = 0;
  clearTrail(fleet, slot);
  return slot;
}

function clearTrail({ arrays, touched }: Fleet, slot: number): void {
  arrays.trailRgba.fill(0, slot * 4 * pieces, (slot + 1) * 4 * pieces);
  arrays.next[slot] = 0;
  touched.add('trailRgba');
}

/** Writes the newest piece of a trail over the oldest, and lets the others fade by one step. */
function addPiece({ arrays, touched }: Fleet, slot: number, before: readonly [number, number]): void {
  const at = arrays.next[slot]!;
  const piece = (slot * pieces + at) * 2;
  arrays.from.set(before, piece);
  arrays.to[piece] = arrays.offsets[slot * 2]!;
  arrays.to[piece + 1] = arrays.offsets[slot * 2 + 1]!;
  arrays.next[slot] = (at + 1) % pieces;
  for (let age = 0; age < pieces; age++) {
    const ink = (slot * pieces + ((at - age + pieces) % pieces)) * 4;
    // What has no ink was never written.
    if (age > 0 && arrays.trailRgba[ink + 3] === 0) break;
    arrays.trailRgba.set(trailInk, ink);
    arrays.trailRgba[ink + 3] = trailAlphas[pieces - 1 - age]!;
  }
  touched.add('from').add('to').add('trailRgba');
}

/** Degrees from north of the way between two offsets. */
function courseOf(from: readonly [number, number], to: readonly [number, number], lat: number): number {
  const east = (to[0] - from[0]) * Math.cos((lat * Math.PI) / 180);
  return (Math.atan2(east, to[1] - from[1]) * 180) / Math.PI;
}

/** Takes one report in place; one that is older than what is known changes nothing. `now`: city time in epoch ms. */
export function hear(fleet: Fleet, { no, second, lng, lat, course, isMoving }: Report, now: number): void {
  const age = now - second * 1_000;
  if (age > fleet.goneMs) return;
  const known = fleet.slots.get(no);
  if (known !== undefined && fleet.arrays.seconds[known]! > second) return;
  const slot = known ?? addSlot(fleet, no);
  const { arrays, touched, centre } = fleet;
  const before = [arrays.offsets[slot * 2]!, arrays.offsets[slot * 2 + 1]!] as const;
  const silentMs = (second - arrays.seconds[slot]!) * 1_000;
  arrays.seconds[slot] = second;
  const after = [Math.fround(lng - centre[0]), Math.fround(lat - centre[1])] as const;
  const hasMoved = known === undefined || before[0] !== after[0] || before[1] !== after[1];
  if (hasMoved) {
    arrays.offsets.set(after, slot * 2);
    touched.add('offsets');
  }
  // Nobody knows which way it took while it was silent.
  if (known !== undefined && silentMs > fleet.lateMs) clearTrail(fleet, slot);
  else if (known !== undefined && hasMoved) addPiece(fleet, slot, before);
  const looks =
    Number.isNaN(course) && known !== undefined && hasMoved ? courseOf(before, after, lat) : course;
  const angle = Math.fround(-looks);
  if (!Number.isNaN(angle) && arrays.angles[slot] !== angle) {
    arrays.angles[slot] = angle;
    touched.add('angles');
  }
  const state = age > fleet.lateMs ? silent : isMoving && !Number.isNaN(angle) ? underWay : standing;
  if (known === undefined || arrays.states[slot] !== state) setState(fleet, slot, state);
}

/** Takes an object out; the last one moves to its slot. */
export function drop(fleet: Fleet, no: number): void {
  const slot = fleet.slots.get(no);
  if (slot === undefined) return;
  const last = --fleet.count;
  fleet.slots.delete(no);
  for (const name of names) {
    const width = widths[name];
    fleet.arrays[name].copyWithin(slot * width, last * width, (last + 1) * width);
  }
  if (last !== slot) fleet.slots.set(fleet.arrays.nos[slot]!, slot);
  for (const name of sent) fleet.touched.add(name);
}

/** Lets who has fallen silent turn grey, and later go. Looks at every object: not for every frame. */
export function age(fleet: Fleet, now: number): void {
  const { arrays } = fleet;
  for (let slot = fleet.count - 1; slot >= 0; slot--) {
    const silentMs = now - arrays.seconds[slot]! * 1_000;
    if (silentMs > fleet.goneMs) drop(fleet, arrays.nos[slot]!);
    else if (silentMs > fleet.lateMs && arrays.states[slot] !== silent) {
      setState(fleet, slot, silent);
      clearTrail(fleet, slot);
    }
  }
}

/** Forgets everybody: a whole picture begins. */
export function clear(fleet: Fleet): void {
  if (fleet.count === 0) return;
  fleet.count = 0;
  fleet.slots.clear();
  fleet.touched.add('offsets');
}
