import { Refusal } from '#contracts/errors.ts';
import { bufferItems } from '#server/metrics.ts';

export type GatherLimits = {
  /** The longest that a request waits for company, and the item count that ends the wait. */
  waitMs: number;
  items: number;
  /** Past these, callers get 503: never acknowledge from memory, never grow without bound (law 1). */
  mostItems: number;
  mostBytes: number;
  /** Commits that may run side by side. */
  lanes: number;
};

export const gatherLimits: GatherLimits = {
  waitMs: 20,
  items: 200,
  mostItems: 40_000,
  mostBytes: 32 * 1024 * 1024,
  lanes: 4,
};

type Waiting<Item, Answer> = {
  items: readonly Item[];
  bytes: number;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
};

/**
 * Gathers whole requests into one commit, then answers them all; a request is never split over two commits.
 * `commit` gets the requests in order of arrival and answers one value for each, after its transaction has ended.
 */
export function makeGatherer<Item, Answer>(
  commit: (requests: (readonly Item[])[]) => Promise<Answer[]>,
  limits = gatherLimits,
) {
  const queue: Waiting<Item, Answer>[] = [];
  let queued = 0;
  const held = { items: 0, bytes: 0 };
  let running = 0;
  let timer: NodeJS.Timeout | null = null;

  function pump(): void {
    while (queue.length > 0 && running < limits.lanes && (queued >= limits.items || !timer)) flush();
  }

  function flush(): void {
    const batch: Waiting<Item, Answer>[] = [];
    let count = 0;
    while (queue.length > 0 && (batch.length === 0 || count + queue[0]!.items.length <= limits.items * 5)) {
      const next = queue.shift()!;
      batch.push(next);
      count += next.items.length;
    }
    queued -= count;
    running += 1;
    void run(batch).finally(() => {
      running -= 1;
      pump();
    });
  }

  async function run(batch: Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await commit(batch.map((one) => one.items));
      batch.forEach((one, i) => one.resolve(answers[i]!));
    } catch (error) {
      for (const one of batch) one.reject(error);
    } finally {
      const items = batch.reduce((sum, one) => sum + one.items.length, 0);
      held.items -= items;
      held.bytes -= batch.reduce((sum, one) => sum + one.bytes, 0);
      bufferItems.dec(items);
    }
  }

  /** Waits until the items are committed. Throws Refusal 'unavailable' when the buffer is full: nothing was taken. */
  return function add(items: readonly Item[], bytes: number): Promise<Answer> {
    if (held.items + items.length > limits.mostItems || held.bytes + bytes > limits.mostBytes) {
      return Promise.reject(
        new Refusal('unavailable', '接收缓冲已满，请稍后重发，本次未收下任何一条', { retryAfterSeconds: 2 }),
      );
    }
    held.items += items.length;
    held.bytes += bytes;
    bufferItems.inc(items.length);
    return new Promise((resolve, reject) => {
      queue.push({ items, bytes, resolve, reject });
      queued += items.length;
      timer ??= setTimeout(() => {
        timer = null;
        pump();
      }, limits.waitMs);
      pump();
    });
  };
}
