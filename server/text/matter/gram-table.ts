import { walkGrams } from './grams.ts';

/**
 * 字元组表: the places of the grams a model knows, looked up by the signs themselves. A Map of strings would have each run
 * of a text made, copied and hashed as a string first: a fifth of what reading a call cost.
 */
export type GramTable = {
  size: number;
  /** Code points of each gram, three places a gram; 0 behind a shorter one. */
  signs: Uint32Array;
  /** Open addressing: the place of a gram plus one, 0 where free; a power of two long. */
  slots: Int32Array;
};

/** The table of these grams, each at its place in the list. */
export function makeGramTable(names: readonly string[]): GramTable {
  const signs = new Uint32Array(names.length * 3);
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(names.length * 2 + 2)));
  names.forEach((name, place) => {
    let at = place * 3;
    for (const sign of name) signs[at++] = sign.codePointAt(0)!;
    let slot = slotOf(signs[place * 3]!, signs[place * 3 + 1]!, signs[place * 3 + 2]!, slots.length);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = place + 1;
  });
  return { size: names.length, signs, slots };
}

/** The places of all grams of a text that the table knows, each once, as the text has them. */
export function gramsIn(table: GramTable, text: string): Set<number> {
  const found = new Set<number>();
  walkGrams(text, (first, second, third) => {
    const place = placeOf(table, first, second, third);
    if (place >= 0) found.add(place);
  });
  return found;
}

/** Where a gram of these code points stands; -1 when it is unknown. */
function placeOf({ signs, slots }: GramTable, first: number, second: number, third: number): number {
  let slot = slotOf(first, second, third, slots.length);
  for (;;) {
    const place = slots[slot]! - 1;
    if (place < 0) return -1;
    const at = place * 3;
    if (signs[at] === first && signs[at + 1] === second && signs[at + 2] === third) return place;
    slot = (slot + 1) & (slots.length - 1);
  }
}

function slotOf(first: number, second: number, third: number, length: number): number {
  let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b) ^ Math.imul(third, 0xc2b2ae35);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) & (length - 1);
}
