import { decodeMovers, encodeMovers, isGone } from '#contracts/movers.ts';
import type { Mover } from '#contracts/movers.ts';
import type { Change } from './live-fold.ts';

/** Where every object is that a screen has heard of and that is not gone, by number. */
export type MoverFold = Map<number, Mover>;

/** Takes what a change says of movers; `now` is city time in epoch ms. An older word never undoes a newer one. */
export function foldMovers(fold: MoverFold, { movers, reset }: Change, now: number): void {
  if (reset) fold.clear();
  if (movers === null) return;
  for (const one of decodeMovers(movers))
    if (one.second >= (fold.get(one.no)?.second ?? 0)) fold.set(one.no, one);
  for (const one of fold.values()) if (isGone(one, now)) fold.delete(one.no);
}

/** All of it as one block, for whoever begins to listen. */
export const moversKnown = (fold: MoverFold): ArrayBuffer => encodeMovers([...fold.values()]);
