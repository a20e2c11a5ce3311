import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fullSymbols, overlaps, placeLabels, placeNames, symbolBox } from '../../client/wall/labels.ts';
import type { Box } from '../../client/wall/labels.ts';

const area: Box = { x: 0, y: 0, width: 1000, height: 600 };
const place = { x: fc.integer({ min: 0, max: 1000 }), y: fc.integer({ min: 0, max: 600 }) };
const wanted = fc.array(
  fc.record({
    ...place,
    radius: fc.integer({ min: 4, max: 30 }),
    width: fc.integer({ min: 10, max: 300 }),
    height: fc.integer({ min: 10, max: 60 }),
  }),
  { maxLength: 25 },
);
const obstacle = fc.record({
  ...place,
  width: fc.integer({ min: 1, max: 300 }),
  height: fc.integer({ min: 1, max: 300 }),
});

const inside = (box: Box): boolean =>
  box.x >= 0 && box.y >= 0 && box.x + box.width <= area.width && box.y + box.height <= area.height;
const pairs = <T>(list: readonly T[]): [T, T][] =>
  list.flatMap((a, i) => list.slice(i + 1).map((b): [T, T] => [a, b]));

test('no label touches another, a symbol or an obstacle, or leaves the map', () => {
  fc.assert(
    fc.property(wanted, fc.array(obstacle, { maxLength: 5 }), (list, obstacles) => {
      const labels = list.map((one, i) => ({ ...one, id: String(i) }));
      const boxes = placeLabels(labels, area, obstacles).map(({ box }) => box);
      expect(boxes.every(inside)).toBe(true);
      expect(pairs(boxes).some(([a, b]) => overlaps(a, b))).toBe(false);
      for (const box of boxes)
        expect([...labels.map(symbolBox), ...obstacles].some((other) => overlaps(box, other))).toBe(false);
    }),
  );
});

test('the most important label is placed wherever any of them could be', () => {
  const one = { id: 'a', x: 500, y: 300, radius: 20, width: 100, height: 30 };
  const others = Array.from({ length: 8 }, (_, i) => ({ ...one, id: `b${i}` }));
  expect(placeLabels([one, ...others], area, [])[0]?.id).toBe('a');
});

test('a label at the edge is moved in, not left out', () => {
  const edge = { id: 'a', x: 990, y: 300, radius: 20, width: 990, height: 30 };
  expect(placeLabels([edge], area, [])).toHaveLength(1);
});

test('names of areas cover no symbol and no other name', () => {
  fc.assert(
    fc.property(wanted, fc.array(obstacle, { maxLength: 8 }), (list, symbols) => {
      const names = list.map((one, i) => ({ ...one, id: String(i) }));
      const boxes = placeNames(names, area, symbols).map(({ box }) => box);
      expect(boxes.every(inside)).toBe(true);
      expect(pairs([...boxes]).some(([a, b]) => overlaps(a, b))).toBe(false);
      for (const box of boxes) expect(symbols.some((symbol) => overlaps(box, symbol))).toBe(false);
    }),
  );
});

test('full symbols never cover each other, and the first always stands', () => {
  fc.assert(
    fc.property(wanted, fc.integer({ min: 1, max: 30 }), (list, most) => {
      const full = fullSymbols(list, most);
      const boxes = [...full].map((index) => symbolBox(list[index]!));
      expect(pairs(boxes).some(([a, b]) => overlaps(a, b))).toBe(false);
      expect(full.size).toBeLessThanOrEqual(most);
      if (list.length > 0) expect(full.has(0)).toBe(true);
    }),
  );
});
