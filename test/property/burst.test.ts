import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findBursts } from '#domain/burst.ts';
import type { Earlier, Seen } from '#contracts/burst.ts';
import type { Suggestion } from '#domain/burst-scene.ts';
import { matter, minute, scene } from '#test/support/burst-scene.ts';

const families = ['flooding', 'flooding', 'flooding', 'tree-fallen', 'signal-fault', 'power', 'sos', 'lift', 'water-supply', 'pipe-burst', 'rain']; // prettier-ignore
const arrival = fc.record({
  familyCode: fc.constantFrom(...families),
  at: fc.integer({ min: 0, max: 90 }).map(minute),
  lng: fc.integer({ min: 0, max: 30 }).map((step) => 112.4 + step * 0.006),
  lat: fc.integer({ min: 0, max: 10 }).map((step) => 23.0 + step * 0.006),
  districtCode: fc.constantFrom('441202', '441202', '441204'),
});
const kept = ({ key, children, parentId }: Suggestion): Earlier => ({ key, state: 'open', children, leftOut: [], parentId }); // prettier-ignore

/** Decides after each arrival, remembering what stood before, as the city does. */
function live(order: readonly Seen[]): Suggestion[] {
  let found: Suggestion[] = [];
  for (let n = 1; n <= order.length; n += 1)
    found = findBursts(scene(order.slice(0, n), { earlier: found.map(kept), now: minute(90) }));
  return found;
}

test('in whatever order matters arrive, the same ones are proposed together', () => {
  fc.assert(
    fc.property(
      fc.array(arrival, { minLength: 3, maxLength: 24 }),
      fc.infiniteStream(fc.nat()),
      (wishes, luck) => {
        const seen = wishes.map((wish) => matter(wish));
        const other = seen.map((one) => ({ one, by: luck.next().value as number })).sort((a, b) => a.by - b.by).map(({ one }) => one); // prettier-ignore
        const [here, there] = [live(seen), live(other)];
        expect(there).toEqual(here);
        expect(findBursts(scene(other, { now: minute(90) })).map(({ children }) => children)).toEqual(here.map(({ children }) => children)); // prettier-ignore
      },
    ),
    { numRuns: 60 },
  );
});

test('no matter is proposed twice, and none that is closed, has a parent or is one', () => {
  fc.assert(
    fc.property(
      fc.array(arrival, { maxLength: 40 }),
      fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
      (wishes, open) => {
        const parent = matter({ familyCode: 'rain', isParent: true });
        const seen = wishes.map((wish, i) => matter({ ...wish, open: open[i]!, parentId: i % 7 === 6 ? parent.id : null })); // prettier-ignore
        const named = findBursts(scene([parent, ...seen], { now: minute(95) })).flatMap(
          ({ children }) => children,
        );
        expect(new Set(named).size).toBe(named.length);
        for (const id of named)
          expect(seen.find((one) => one.id === id)).toMatchObject({ open: true, parentId: null });
      },
    ),
  );
});
