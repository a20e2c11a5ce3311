import { decodeMovers, encodeMovers } from '#contracts/movers.ts';
import type { LatestMover } from '#store/movers.ts';
import type { InSight } from './in-sight.ts';

/** The part of a block whose objects may be seen; null when that is nothing. */
export function moversInSight(block: ArrayBuffer, inSight: InSight): ArrayBuffer | null {
  if (inSight === '*') return block;
  const movers = decodeMovers(block).filter(({ no }) => inSight.movers.has(no));
  return movers.length === 0 ? null : encodeMovers(movers);
}

/** Remembers when each object was last heard, and lets only what is newer pass. */
export function makeMoved(): (movers: readonly LatestMover[]) => LatestMover[] {
  const heard = new Map<number, number>();
  return (movers) =>
    movers.filter(({ no, observedMs }) => {
      if ((heard.get(no) ?? -Infinity) >= observedMs) return false;
      heard.set(no, observedMs);
      return true;
    });
}
