import { expect, test } from 'vitest';
import { byKind, endsOf, mostListed, worthSeeing } from '../../client/desk/incident/fold.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

test('of a long run the first and the newest three are shown, and the number between is true', () => {
  const { first, between, last } = endsOf(numbers(120));
  expect([first, between, last]).toEqual([[0], 116, [117, 118, 119]]);
  expect(endsOf(numbers(6))).toEqual({ first: numbers(6), between: 0, last: [] });
});

test('kinds stand by how many they are, each in the order of time', () => {
  expect(byKind([1, 4, 2, 6, 8], (n) => (n % 2 === 0 ? 'even' : 'odd'))).toEqual([
    ['even', [4, 2, 6, 8]],
    ['odd', [1]],
  ]);
});

test('who must not be overlooked is shown among many, and the list stays short however many press', () => {
  expect(worthSeeing(numbers(200), (n) => n === 100).has(100)).toBe(true);
  expect(worthSeeing(numbers(200), () => true).size).toBeLessThanOrEqual(mostListed);
  expect(worthSeeing(numbers(200), () => false).size).toBe(8);
  expect(worthSeeing(numbers(mostListed), () => false).size).toBe(mostListed);
});
