import { ingestItems, refusedShare } from '#server/metrics.ts';
import type { DoorAnswer } from './answer.ts';

type Recent = { all: number; refused: number };

/** Each second keeps this much of what was counted before: after two minutes a third is left. */
const keptEachSecond = 0.99;

/** 拒收率 of every door over the last minutes, as metrics; `tick` is called once a second. */
export function makeRefusedShare(): {
  count: (source: string, answer: DoorAnswer) => void;
  tick: () => void;
} {
  const recent = new Map<string, Recent>();
  const show = (source: string, { all, refused }: Recent): void =>
    refusedShare.set({ source }, all < 1 ? 0 : refused / all);
  return {
    count(source, { accepted, duplicates, quarantined }) {
      const outcomes = { accepted, duplicates, quarantined: quarantined.length };
      for (const [outcome, items] of Object.entries(outcomes)) ingestItems.inc({ source, outcome }, items);
      const before = recent.get(source) ?? { all: 0, refused: 0 };
      const refused = before.refused + outcomes.quarantined;
      const sum = { all: before.all + accepted + duplicates + outcomes.quarantined, refused };
      recent.set(source, sum);
      show(source, sum);
    },
    tick() {
      for (const [source, { all, refused }] of recent) {
        const sum = { all: all * keptEachSecond, refused: refused * keptEachSecond };
        recent.set(source, sum);
        show(source, sum);
      }
    },
  };
}
