import type { Pool } from '#store/db.ts';
import { cityNow } from '#store/db.ts';
import * as events from '#store/events.ts';
import type { DoorAnswer } from './answer.ts';
import { makeRefusedShare } from './refused-share.ts';

type Counts = { accepted: number; duplicates: number; quarantined: number };

/**
 * 数据源新鲜度: counts of the doors, written once a second. One row a source would make every commit wait for the
 * last if it were part of the accept transaction; the row can be rebuilt from the events.
 */
export function makeFreshness(pool: Pool): {
  count: (source: string, answer: DoorAnswer) => DoorAnswer;
  close: () => Promise<void>;
} {
  let pending = new Map<string, Counts>();
  const share = makeRefusedShare();
  const timer = setInterval(() => {
    share.tick();
    void write();
  }, 1000);
  timer.unref();

  async function write(): Promise<void> {
    const due = pending;
    pending = new Map();
    for (const [source, counts] of due) {
      try {
        await events.touchSource(pool, { source, ...counts }, await cityNow(pool));
      } catch {
        add(source, counts);
      }
    }
  }

  function add(source: string, more: Counts): void {
    const counts = pending.get(source) ?? { accepted: 0, duplicates: 0, quarantined: 0 };
    counts.accepted += more.accepted;
    counts.duplicates += more.duplicates;
    counts.quarantined += more.quarantined;
    pending.set(source, counts);
  }

  return {
    count(source, answer) {
      share.count(source, answer);
      add(source, {
        accepted: answer.accepted,
        duplicates: answer.duplicates,
        quarantined: answer.quarantined.length,
      });
      return answer;
    },
    async close() {
      clearInterval(timer);
      await write();
    },
  };
}
