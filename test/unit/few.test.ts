import { expect, test } from 'vitest';
import { withoutFew } from '#domain/few.ts';

test('a place with one or two is never told by itself, and nothing is lost of the whole', () => {
  const rows = [
    { town: 'a', count: 7 },
    { town: 'b', count: 3 },
    { town: 'c', count: 2 },
    { town: 'd', count: 1 },
  ];
  const { named, others } = withoutFew(rows, 14);
  expect(named.map(({ town }) => town)).toEqual(['a', 'b']);
  // Three of the others, and one whose township nobody knows.
  expect(others).toBe(4);
});
