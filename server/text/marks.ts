import type { Marked } from '#contracts/search.ts';

const before = 16;
const most = 72;

/** A text in parts, the terms (in lower case) marked wherever they stand. */
export function marked(text: string, terms: readonly string[]): Marked {
  const lower = text.toLowerCase();
  // Letters whose small form is longer would shift every place behind them.
  if (lower.length !== text.length) return [{ text, hit: false }];
  const hit = new Array<boolean>(text.length).fill(false);
  for (const term of terms)
    for (let at = lower.indexOf(term); at >= 0 && term !== ''; at = lower.indexOf(term, at + 1))
      hit.fill(true, at, at + term.length);
  const parts: Marked = [];
  for (let at = 0; at < text.length;) {
    const from = at;
    while (at < text.length && hit[at] === hit[from]) at += 1;
    parts.push({ text: text.slice(from, at), hit: hit[from]! });
  }
  return parts;
}

/** The text around the first term, in one line. */
export function around(text: string, terms: readonly string[]): string {
  const line = text.replaceAll(/\s+/gu, ' ');
  const lower = line.toLowerCase();
  const places = terms.map((term) => lower.indexOf(term)).filter((at) => at >= 0);
  const from = Math.max(0, Math.min(...(places.length > 0 ? places : [0])) - before);
  const piece = line
    .slice(from, from + most)
    .toWellFormed()
    .replaceAll('\uFFFD', '');
  return (from > 0 ? '…' : '') + piece + (from + most < line.length ? '…' : '');
}
