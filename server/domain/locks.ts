import { boxAround } from './geo.ts';
import type { LngLat } from './geo.ts';

/**
 * Cells are squares of 0.01°. Any size is correct, because an event takes every cell that its square touches;
 * with R = 100 m it is 1.2 cells on average.
 */
const cellsPerDegree = 100;
/** More stripes cost lock table, fewer make strangers wait: 4,096 (reliability §10: 60,000 locks exhausted it). */
export const stripes = 4096;
/**
 * Tickets and parties have keys behind the stripes, so many that strangers do not meet: each is one lock, and no vague
 * place takes them all. Within the stripes two batches of 200 calls met nine times in ten.
 */
const namedKeys = 2 ** 20;
/** A very vague place would take the whole city: past this many cells the family's one wide stripe set is taken. */
const mostCells = 400;

type PlaceArea = { familyCode: string; at: LngLat | null; halfM: number };
/** Ground of a family, or a name that has a key of its own. */
export type LockArea = PlaceArea | { name: string };

/** The lock of a party, whatever district and family it is spoken of in. */
export const partyArea = (key: string): LockArea => ({ name: `party|${key}` });

/** The lock of a ticket: its revisions are settled one after the other, whatever place and kind each of them tells. */
export const ticketArea = (ticket: string): LockArea => ({ name: `ticket|${ticket}` });

/**
 * The advisory lock keys that cover the areas, distinct and ascending (rules 2 and 3 of the merge): two events of a
 * family within 2 × halfM always share a key. Take them in this order, as a statement of their own.
 */
export function lockKeys(areas: readonly LockArea[]): number[] {
  const keys = new Set<number>();
  for (const area of areas)
    if ('name' in area) keys.add(stripes + (hashOf(area.name) % namedKeys));
    else for (const name of cellNames(area)) keys.add(stripe(name));
  return [...keys].sort((a, b) => a - b);
}

function cellNames({ familyCode, at, halfM }: PlaceArea): string[] {
  if (!at) return [];
  const [west, south, east, north] = boxAround(at, halfM).map((side) => Math.floor(side * cellsPerDegree)) as [number, number, number, number]; // prettier-ignore
  const [wide, high] = [east - west + 1, north - south + 1];
  // Also for what is no number at all.
  if (!(wide * high <= mostCells)) return Array.from({ length: stripes }, (_, key) => `#${key}`);
  const names: string[] = [];
  // Counted, not walked: beyond 2^53 a step of one leads nowhere and a walk never ends.
  for (let x = 0; x < wide; x += 1)
    for (let y = 0; y < high; y += 1) names.push(`${familyCode}|${west + x}|${south + y}`);
  return names;
}

/** Folded to a stripe; `#n` names stripe n itself. */
const stripe = (name: string): number =>
  name.startsWith('#') ? Number(name.slice(1)) : hashOf(name) % stripes;

/** FNV-1a, 32 bits. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
