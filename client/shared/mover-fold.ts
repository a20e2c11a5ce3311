import { isGone, makeMoverBlock, moverClasses, moverColumns } from '#contracts/movers.ts';
import type { MoverColumns } from '#contracts/movers.ts';
import type { Change } from './live-fold.ts';

/** The last word about every object that a screen has heard of, in columns: `slots` says in which row each number stands. */
export type MoverFold = { slots: Map<number, number>; columns: MoverColumns };

export const noMovers = (): MoverFold => ({ slots: new Map(), columns: columnsFor(0) });

const columnsFor = (count: number): MoverColumns => moverColumns(makeMoverBlock(count))!;

const names = Object.keys(columnsFor(0)) as (keyof MoverColumns)[];
/** Copies one row; all columns of a block have the same rows. */
function copyRow(from: MoverColumns, at: number, to: MoverColumns, row: number): void {
  for (const name of names) to[name][row] = from[name][at]!;
}

/** All that is not gone at `now`, closely packed, in columns with room for `roomFor` so many rows more. */
function packed({ slots, columns }: MoverFold, now: number, roomFor: (count: number) => number): MoverFold {
  const standing = [...slots.values()].filter((row) => {
    const one = { class: moverClasses[columns.class[row]!] ?? 'vehicle', second: columns.second[row]! };
    return !isGone(one, now);
  });
  const made = columnsFor(standing.length + roomFor(standing.length));
  standing.forEach((row, i) => copyRow(columns, row, made, i));
  return { slots: new Map(standing.map((row, i) => [columns.no[row]!, i])), columns: made };
}

/**
 * Takes what a change says of movers, at a cost in proportion to what it says; `now` is city time in epoch ms. An older
 * word never undoes a newer one. Who is gone is looked for only when there is no room. Mutates `fold`.
 */
export function foldMovers(fold: MoverFold, { movers, reset }: Change, now: number): void {
  if (reset) fold.slots.clear();
  const news = movers && moverColumns(movers);
  if (!news) return;
  if (fold.slots.size + news.no.length > fold.columns.no.length)
    Object.assign(
      fold,
      packed(fold, now, (count) => count + news.no.length),
    );
  const { slots, columns } = fold;
  for (let i = 0; i < news.no.length; i++) {
    const no = news.no[i]!;
    const row = slots.get(no) ?? slots.size;
    if (slots.has(no) && news.second[i]! < columns.second[row]!) continue;
    slots.set(no, row);
    copyRow(news, i, columns, row);
  }
}

/** Where everybody is who is not gone at `now`, as one block, for whoever begins to listen. */
export const moversKnown = (fold: MoverFold, now: number): ArrayBuffer =>
  packed(fold, now, () => 0).columns.no.buffer as ArrayBuffer;
