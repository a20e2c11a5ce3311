import { expect, test } from 'vitest';
import { gatherLimits, makeGatherer } from '#server/ingest/gather.ts';

type Commit = { requests: (readonly number[])[]; done: () => void };

/** A gatherer whose commits wait until the test ends them. */
function held(limits = gatherLimits): {
  add: (items: number[], bytes?: number) => Promise<number>;
  commits: Commit[];
} {
  const commits: Commit[] = [];
  const add = makeGatherer<number, number>(
    (requests) =>
      new Promise((resolve) => {
        commits.push({ requests, done: () => resolve(requests.map((items) => items.length)) });
      }),
    limits,
  );
  return { add: (items, bytes = 10) => add(items, bytes), commits };
}
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));

test('nobody is answered before the commit that holds the request has ended', async () => {
  const { add, commits } = held();
  let answered = false;
  const answer = add([1, 2]).then((n) => {
    answered = true;
    return n;
  });
  await settle();
  expect([commits.length, answered]).toEqual([1, false]);
  commits[0]!.done();
  expect(await answer).toBe(2);
});

test('requests that arrive together share one commit, in order, each whole', async () => {
  const { add, commits } = held();
  const answers = [add([1, 2]), add([3]), add([4, 5, 6])];
  await settle();
  expect(commits.map((c) => c.requests)).toEqual([[[1, 2], [3], [4, 5, 6]]]);
  commits[0]!.done();
  expect(await Promise.all(answers)).toEqual([2, 1, 3]);
});

test('two hundred items do not wait for company', () => {
  const { add, commits } = held();
  void add(Array.from({ length: 200 }, (_, i) => i));
  expect(commits).toHaveLength(1);
});

test('a request of twenty thousand is never split', () => {
  const { add, commits } = held();
  void add(Array.from({ length: 20_000 }, (_, i) => i));
  expect(commits[0]!.requests[0]).toHaveLength(20_000);
});

test('past the bound nothing is taken, and after the commits room is there again', async () => {
  const { add, commits } = held({ ...gatherLimits, mostItems: 10 });
  const first = add([1, 2, 3, 4, 5, 6]);
  await expect(add([1, 2, 3, 4, 5])).rejects.toMatchObject({ code: 'unavailable' });
  await settle();
  commits[0]!.done();
  await first;
  void add([1, 2, 3, 4, 5]);
  await settle();
  expect(commits).toHaveLength(2);
});

test('a failed commit fails every request of it and no other', async () => {
  let fail = true;
  const add = makeGatherer<number, number>(async (requests) => {
    if (fail) throw new Error('gone');
    return requests.map((items) => items.length);
  });
  await expect(Promise.all([add([1], 1), add([2], 1)])).rejects.toThrow('gone');
  fail = false;
  expect(await add([3], 1)).toBe(1);
});
