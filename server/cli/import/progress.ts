import type { Tally } from './tally.ts';

const everyMs = 500;

/** One line that is written over on a terminal; where there is none, a line every ten seconds. */
export function makeProgress(): { tell: (tally: Tally) => void; note: (words: string) => void; end: () => void } {
  const isTerminal = process.stderr.isTTY;
  const gap = isTerminal ? everyMs : 10_000;
  const began = performance.now();
  let last = began;
  let open = false;

  const note = (words: string): void => {
    if (performance.now() - last < gap) return;
    last = performance.now();
    process.stderr.write(isTerminal ? `\r\u001b[K${words}` : `${words}\n`);
    open = isTerminal;
  };
  return {
    note,
    tell(tally) {
      const done = tally.accepted + tally.duplicates + tally.refused.length;
      const speed = Math.round((done * 1000) / (performance.now() - began));
      note(`  已读 ${tally.rows} 行，收下 ${tally.accepted}，重复 ${tally.duplicates}，未收 ${tally.refused.length}，每秒 ${speed} 条`);
    },
    end() {
      if (open) process.stderr.write('\r\u001b[K');
      open = false;
    },
  };
} // prettier-ignore
