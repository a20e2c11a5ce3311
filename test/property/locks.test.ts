import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxAround, distanceM } from '#domain/geo.ts';
import { covers, lockKeys, partyArea, ticketArea } from '#domain/locks.ts';

const place = fc.record({
  lng: fc.double({ min: 111, max: 113, noNaN: true }),
  lat: fc.double({ min: 22.5, max: 24.5, noNaN: true }),
});

/** Whether somebody who holds the one waits for the other: they have a lock in common that not both only share. */
const exclude = (one: readonly number[], other: readonly number[]): boolean => {
  const theirs = new Set(other);
  return one.some((key) => theirs.has(key) ? key % 2 === 0 : theirs.has(key ^ 1)); // prettier-ignore
};

test('two events of a family within R always share a lock, wherever they stand', () => {
  fc.assert(
    fc.property(
      place,
      fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 20, max: 3000 }),
      (at, angle, share, radiusM) => {
        const [west, south] = boxAround(at, radiusM * share);
        const other = {
          lng: at.lng + (at.lng - west) * Math.cos(angle),
          lat: at.lat + (at.lat - south) * Math.sin(angle),
        };
        fc.pre(distanceM(at, other) <= radiusM);
        const mine = lockKeys([{ familyCode: 'f', at, halfM: radiusM / 2 }]);
        const theirs = lockKeys([{ familyCode: 'f', at: other, halfM: radiusM / 2 }]);
        expect(exclude(mine, theirs)).toBe(true);
      },
    ),
    { numRuns: 3000 },
  );
});

test('a vague event shares a lock with every precise one that it could be', () => {
  fc.assert(
    fc.property(
      place,
      fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 60, max: 20_000 }),
      (at, angle, share, accuracyM) => {
        const radiusM = 100;
        const [west, south] = boxAround(at, (accuracyM + radiusM) * share);
        const other = {
          lng: at.lng + (at.lng - west) * Math.cos(angle),
          lat: at.lat + (at.lat - south) * Math.sin(angle),
        };
        const vague = lockKeys([{ familyCode: 'f', at, halfM: accuracyM + radiusM }]);
        const precise = lockKeys([{ familyCode: 'f', at: other, halfM: radiusM / 2 }]);
        expect(exclude(vague, precise)).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});

const area = fc.record({
  familyCode: fc.constantFrom('a', 'b', 'c'),
  at: place,
  halfM: fc.integer({ min: 10, max: 20_000 }),
});

test('locks come distinct and ascending, each in one way, and not too many, for any mix of events', () => {
  fc.assert(
    fc.property(fc.array(area, { maxLength: 60 }), (areas) => {
      const keys = lockKeys(areas);
      expect(keys).toEqual([...new Set(keys)].sort((a, b) => a - b));
      expect(new Set(keys.map((key) => key >> 1)).size).toBe(keys.length);
      expect(keys.length).toBeLessThanOrEqual(3 * 513);
    }),
    { numRuns: 200 },
  );
});

test('what a batch locks covers each event of it, as it would lock alone', () => {
  fc.assert(
    fc.property(fc.array(area, { minLength: 1, maxLength: 60 }), (areas) => {
      const held = new Set(lockKeys(areas));
      for (const one of areas) {
        const alone = lockKeys([one]);
        // A family that is held whole has no locks of its cells beside it.
        const whole = alone.some((key) => key % 2 === 1 && held.has(key - 1));
        expect(whole || alone.every((key) => covers(held, key))).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

test('events far apart share their family and exclude nobody', () => {
  const [one, other] = [112, 112.5].map((lng) => lockKeys([{ familyCode: 'f', at: { lng, lat: 23 }, halfM: 300 }])); // prettier-ignore
  expect(one!.filter((key) => other!.includes(key))).toHaveLength(1);
  expect(exclude(one!, other!)).toBe(false);
});

test('tickets and parties take one key each, the same for the same name, that no place takes', () => {
  const city = lockKeys([{ familyCode: 'f', at: { lng: 112, lat: 23 }, halfM: 1e6 }]);
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (one, other) => {
      for (const named of [ticketArea, partyArea]) {
        const [key, ...more] = lockKeys([named(one), named(one)]);
        expect(more).toEqual([]);
        expect(key! % 2).toBe(0);
        expect(lockKeys([named(other), named(one)])).toContain(key);
        expect(city).not.toContain(key);
      }
    }),
    { numRuns: 200 },
  );
});

test('a place that is none is locked in a moment as well', () => {
  for (const lng of [1e17, -1e17, 1e300, Infinity, NaN])
    for (const halfM of [100, 1e9, 1e300, Infinity, NaN]) {
      const keys = lockKeys([{ familyCode: 'f', at: { lng, lat: 23 }, halfM }]);
      expect(keys.length).toBeGreaterThan(0);
      expect(keys.length).toBeLessThanOrEqual(513);
    }
});
