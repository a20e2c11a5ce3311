import { expect, test } from 'vitest';
import { between, covered, noMarks, stretched, toggled, without } from '../../client/desk/queue/marks.ts';
import type { Marks } from '../../client/desk/queue/marks.ts';
import type { QueueItem } from '../../client/desk/queue/order.ts';

/** Shift with an arrow, from each row to the next of these. */
const over = (marks: Marks, ...rows: number[]): Marks =>
  rows.slice(1).reduce((before, to, i) => stretched(before, rows[i]!, to), marks);
const ids = ({ checked }: Marks): number[] => [...checked].toSorted((a, b) => a - b);

test('a range marks the row it begins on and each that it comes to; on the way back it takes its marks again', () => {
  const down = over(noMarks, 1, 2, 3, 4);
  expect(ids(down)).toEqual([1, 2, 3, 4]);
  expect(ids(over(down, 4, 3, 2))).toEqual([1, 2]);
  expect(ids(over(down, 4, 3, 2, 1))).toEqual([1]);
  expect(ids(over(over(down, 4, 3, 2, 1), 1, 0))).toEqual([0, 1]);
});

test('what was marked before keeps its mark when a range goes over it and back', () => {
  const marked = toggled(noMarks, 3);
  expect(ids(over(marked, 1, 2, 3, 4, 3, 2, 1))).toEqual([1, 3]);
});

test('a step without Shift ends a range: the next one begins where the person stands', () => {
  const first = over(noMarks, 1, 2);
  expect(ids(over(first, 7, 8, 7))).toEqual([1, 2, 7]);
});

test('what has come in between rows that were passed is not marked', () => {
  const down = over(noMarks, 1, 2);
  // Row 9 has come in between 2 and 3, and the person steps over neither.
  expect(ids(over(down, 2, 3))).toEqual([1, 2, 3]);
  expect(ids(over(over(down, 2, 3), 3, 9))).toEqual([1, 2, 3, 9]);
});

test('at the end of the list the row itself is marked; what cannot be marked is not', () => {
  expect(ids(stretched(noMarks, 5, null))).toEqual([5]);
  expect(ids(stretched(noMarks, null, 6))).toEqual([6]);
  expect(ids(stretched(noMarks, null, null))).toEqual([]);
});

test('what a step was taken on loses its mark, the others keep theirs', () => {
  expect(ids(without(over(noMarks, 1, 2, 3), [1, 3]))).toEqual([2]);
});

test('Shift and a click mark from the chosen row to the clicked one, either way; Shift with an arrow goes on from there', () => {
  const row = (kind: 'incident' | 'waiting', id: number): QueueItem =>
    ({ kind, key: `${kind[0]}${id}`, [kind === 'incident' ? 'incident' : 'event']: { id } }) as unknown as QueueItem; // prettier-ignore
  const items = [row('incident', 1), row('incident', 2), row('waiting', 7), row('incident', 3), row('incident', 4)]; // prettier-ignore
  expect(between(items, 'i1', 'i3')).toEqual([1, 2, 3]);
  expect(between(items, 'i4', 'i2')).toEqual([4, 3, 2]);
  expect(between(items, 'i9', 'i3')).toEqual([3]);
  expect(between(items, null, 'w7')).toEqual([]);
  const marks = covered(toggled(noMarks, 2), [4, 3, 2]);
  expect(ids(marks)).toEqual([2, 3, 4]);
  expect(ids(over(marks, 2, 3))).toEqual([2, 3, 4]);
  expect(ids(over(over(marks, 2, 3), 3, 4))).toEqual([2, 4]);
});
