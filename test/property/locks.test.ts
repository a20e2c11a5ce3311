import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxAround, distanceM } from '#domain/geo.ts';
import { lockKeys, partyArea, stripes, ticketArea } from '#domain/locks.ts';

const place = fc.record({
  lng: fc.double({ min: 111, max: 113, noNaN: true }),
  lat: fc.double({ min: 22.5, max: 24.5, noNaN: true }),
});

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
        const theirs = new Set(lockKeys([{ familyCode: 'f', at: other, halfM: radiusM / 2 }]));
        expect(mine.some((key) => theirs.has(key))).toBe(true);
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
      fc.integer({ min: 60, max: 2000 }),
      (at, angle, share, accuracyM) => {
        const radiusM = 100;
        const [west, south] = boxAround(at, (accuracyM + radiusM) * share);
        const other = {
          lng: at.lng + (at.lng - west) * Math.cos(angle),
          lat: at.lat + (at.lat - south) * Math.sin(angle),
        };
        const vague = new Set(lockKeys([{ familyCode: 'f', at, halfM: accuracyM + radiusM }]));
        const precise = lockKeys([{ familyCode: 'f', at: other, halfM: radiusM / 2 }]);
        expect(precise.some((key) => vague.has(key))).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});

test('keys come distinct, ascending and within the stripes, for any mix of events', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          familyCode: fc.constantFrom('a', 'b', 'c'),
          at: place,
          halfM: fc.integer({ min: 10, max: 20_000 }),
        }),
        { maxLength: 30 },
      ),
      (areas) => {
        const keys = lockKeys(areas);
        expect(keys).toEqual([...new Set(keys)].sort((a, b) => a - b));
        expect(keys.every((key) => key >= 0 && key < stripes)).toBe(true);
      },
    ),
    { numRuns: 200 },
  );
});

test('tickets and parties take one key each, the same for the same name, that no place takes', () => {
  const city = lockKeys([{ familyCode: 'f', at: { lng: 112, lat: 23 }, halfM: 1e6 }]);
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (one, other) => {
      for (const area of [ticketArea, partyArea]) {
        const [key, ...more] = lockKeys([area(one), area(one)]);
        expect(more).toEqual([]);
        expect(lockKeys([area(other), area(one)])).toContain(key);
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
      expect(keys.length).toBeLessThanOrEqual(stripes);
    }
});
