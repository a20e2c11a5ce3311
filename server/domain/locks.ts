import { boxAround } from './geo.ts';
import type { LngLat } from './geo.ts';

/**
 * Cells are squares of 0.01°. Any size is correct, because an event takes every cell that its square touches;
 * with R = 100 m it is 1.2 cells on average.
 */
const cellsPerDegree = 100;
/** Cells have as many keys as a city has cells and families: strangers hardly ever meet. */
const cellKeys = 2 ** 20;
/** Tickets and parties have keys of their own, which no place takes. */
const namedKeys = 2 ** 20;
const familyKeys = 2 ** 10;
/**
 * Past this many cells a family is taken whole, by the one lock that everyone in it shares: a place vaguer than some 11 km,
 * or a batch that is everywhere. A batch of two kinds takes 600 to 1,100 locks; twenty families at most would take ten
 * thousand (reliability §10: 60,000 exhausted the table).
 */
const mostCells = 512;

type PlaceArea = { familyCode: string; at: LngLat | null; halfM: number };
/** Ground of a family, or a name that has a key of its own. */
export type LockArea = PlaceArea | { name: string };

/** The lock of a party, whatever district and family it is spoken of in. */
export const partyArea = (key: string): LockArea => ({ name: `party|${key}` });

/** The lock of a ticket: its revisions are settled one after the other, whatever place and kind each of them tells. */
export const ticketArea = (ticket: string): LockArea => ({ name: `ticket|${ticket}` });

/**
 * 归并锁: the advisory locks that cover the areas, distinct and ascending (rules 2 and 3 of the merge): two events of a
 * family within 2 × halfM always meet in one that one of them does not share. Each is twice its key, and one more where
 * it is shared: who takes cells of a family shares the family, who takes it whole does not (hierarchical locks, Gray et
 * al. 1976). Take them in this order, as a statement of their own.
 */
export function lockKeys(areas: readonly LockArea[]): number[] {
  const names = new Set<number>();
  const cells = new Map<string, Cells>();
  for (const area of areas)
    if ('name' in area) names.add(familyKeys + cellKeys + (hashOf(area.name) % namedKeys));
    else if (area.at) cells.set(area.familyCode, joined(cells.get(area.familyCode), cellsOf(area, area.at)));
  const families = new Map<number, number>();
  for (const [family, taken] of cells) {
    const key = hashOf(family) % familyKeys;
    families.set(key, Math.min(families.get(key) ?? shared, taken === 'whole' ? whole : shared));
    if (taken !== 'whole') for (const cell of taken) names.add(familyKeys + cell);
  }
  const keys = [...[...families].map(([key, how]) => key * 2 + how), ...[...names].map((key) => key * 2)];
  return keys.sort((a, b) => a - b);
}
const [whole, shared] = [0, 1];

/** Whether a lock of these serves for one: itself, or its whole where it would only be shared. */
export const covers = (held: ReadonlySet<number>, key: number): boolean =>
  held.has(key) || (key % 2 === shared && held.has(key - shared));

type Cells = Set<number> | 'whole';

function joined(known: Cells | undefined, more: readonly number[] | 'whole'): Cells {
  if (known === 'whole' || more === 'whole') return 'whole';
  const all = known ?? new Set();
  for (const cell of more) all.add(cell);
  return all.size > mostCells ? 'whole' : all;
}

/** The cells that an area touches, by their numbers among `cellKeys`: numbers, for a vague place touches a hundred. */
function cellsOf({ familyCode, halfM }: PlaceArea, at: LngLat): number[] | 'whole' {
  const [west, south, east, north] = boxAround(at, halfM).map((side) => Math.floor(side * cellsPerDegree)) as [number, number, number, number]; // prettier-ignore
  const [wide, high] = [east - west + 1, north - south + 1];
  // Also for what is no number at all.
  if (!(wide * high <= mostCells)) return 'whole';
  const cells: number[] = [];
  const family = hashOf(familyCode);
  // Counted, not walked: beyond 2^53 a step of one leads nowhere and a walk never ends.
  for (let x = 0; x < wide; x += 1)
    for (let y = 0; y < high; y += 1) cells.push(cellKey(family, west + x, south + y));
  return cells;
}

/** Multiplied and folded as MurmurHash3 does, so that neighbours lie far apart. */
function cellKey(family: number, x: number, y: number): number {
  let hash = Math.imul(family ^ Math.imul(x, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(y, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) % cellKeys;
}

/** FNV-1a, 32 bits. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
