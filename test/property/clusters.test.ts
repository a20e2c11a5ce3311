import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gather } from '../../client/wall/clusters.ts';
import type { Spot } from '../../client/wall/clusters.ts';

const reach = { x: 110, y: 70 };
const mostFull = 24;
/** Some far from each other, many on top of each other; in order of urgency. */
const spots: fc.Arbitrary<Spot[]> = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 500 }), fc.boolean(), fc.boolean())
    .map(([x, y, isDense, asks]) => ({
      x: isDense ? 400 + x / 15 : x,
      y: isDense ? 300 + y / 12 : y,
      full: asks ? 47 : null,
      small: asks ? 16 : 12,
    })),
  { maxLength: 300 },
);
const each = (list: Spot[], check: (list: Spot[], drawn: ReturnType<typeof gather>) => void): void =>
  check(list, gather(list, reach, mostFull));

test('every matter is drawn or counted, and once', () => {
  fc.assert(
    fc.property(spots, (all) =>
      each(all, (list, drawn) => {
        const told = drawn.flatMap(({ index, counted }) => [index, ...counted]).toSorted((a, b) => a - b);
        expect(told).toEqual(list.map((_, index) => index));
      }),
    ),
  );
});

test('a matter is counted only beside one that is more urgent, and near', () => {
  fc.assert(
    fc.property(spots, (all) =>
      each(all, (list, drawn) => {
        for (const { index, counted } of drawn)
          for (const one of counted) {
            expect(one).toBeGreaterThan(index);
            expect(Math.abs(list[one]!.x - list[index]!.x)).toBeLessThan(reach.x);
            expect(Math.abs(list[one]!.y - list[index]!.y)).toBeLessThan(reach.y);
          }
      }),
    ),
  );
});

test('no symbol covers the middle of a more urgent one, full ones touch nothing more urgent, and they are not too many', () => {
  fc.assert(
    fc.property(spots, (all) =>
      each(all, (list, drawn) => {
        expect(drawn.filter(({ isFull }) => isFull).length).toBeLessThanOrEqual(mostFull);
        for (const [i, one] of drawn.entries())
          for (const before of drawn.slice(0, i)) {
            const [a, b] = [list[one.index]!, list[before.index]!];
            const far = Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y));
            expect(far).toBeGreaterThanOrEqual(before.size / 2);
            if (one.isFull) expect(far).toBeGreaterThanOrEqual((one.size + before.size) / 2);
          }
      }),
    ),
  );
});

test('what is said of the more urgent does not change with less urgent ones that come', () => {
  fc.assert(
    fc.property(spots, fc.nat(), (list, cut) => {
      const first = list.slice(0, cut % (list.length + 1));
      const drawn = gather(list, reach, mostFull).filter(({ index }) => index < first.length);
      const before = drawn.map((one) => ({ ...one, counted: one.counted.filter((index) => index < first.length) })); // prettier-ignore
      expect(gather(first, reach, mostFull)).toEqual(before);
    }),
  );
});

/** On whole pixels, with sides whose sums and halves are none: nobody stands on a border. */
const offBorders = (list: Spot[]): Spot[] =>
  list.map(({ x, y, full }) => ({ x: Math.round(x), y: Math.round(y), full: full && 47.5, small: 15.5 }));
const between = { x: 110.5, y: 70.5 };

test('a map that is moved, or shaken by less than to a border, shows the same', () => {
  const shift = fc.integer({ min: -500, max: 500 });
  fc.assert(
    fc.property(spots, shift, shift, (all, right, down) => {
      const list = offBorders(all);
      const drawn = gather(list, between, mostFull);
      const moved = list.map((one) => ({ ...one, x: one.x + right, y: one.y + down }));
      expect(gather(moved, between, mostFull)).toEqual(drawn);
      const shaken = list.map((one, i) => ({ ...one, x: one.x + 0.1 * Math.sin(i * right), y: one.y + 0.1 * Math.cos(i * down) })); // prettier-ignore
      expect(gather(shaken, between, mostFull)).toEqual(drawn);
    }),
  );
});
