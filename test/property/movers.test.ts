import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeMovers, encodeMovers, isGone } from '#contracts/movers.ts';
import type { Mover } from '#contracts/movers.ts';
import { makeMoved } from '#server/live/movers.ts';
import { emptyFold, foldFrame, foldSnapshot } from '../../client/shared/live-fold.ts';
import { foldMovers, moversKnown, noMovers } from '../../client/shared/mover-fold.ts';
import { ageMovers, fleetNames, makeMovers, takeMovers } from '../../client/wall/movers.ts';

const start = 1_780_000_000;
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('report' as const),
      no: fc.integer({ min: 1, max: 6 }),
      place: fc.integer({ min: 0, max: 40 }),
      ago: fc.integer({ min: 0, max: 120 }),
      isHazmat: fc.boolean(),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('publish' as const), again: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 12 }) }) }, // prettier-ignore
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reload' as const) }) },
);

// A vessel never becomes a vehicle; a vehicle may tell its class late.
const classOf = ({ no, isHazmat }: { no: number; isHazmat: boolean }): Mover['class'] =>
  no % 2 === 1 ? 'cargo' : isHazmat ? 'hazmat' : 'coach';
const inOrder = (movers: Iterable<Mover>): Mover[] => [...movers].sort((a, b) => a.no - b.no);

test('whatever is reported, late, twice or after a silence: the fold of the frames, and the arrays of the wall, are what a snapshot shows', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      // The city: what is stored of each object, and what is to be published.
      const stored = new Map<number, Mover & { observedMs: number }>();
      const moved = makeMoved();
      let touched = new Set<number>();
      let [now, no] = [start * 1_000, 0];
      // The screen.
      const fold = emptyFold();
      const known = noMovers();
      const arrays = makeMovers([112, 23]);
      const shown = new Set(fleetNames);
      const at = (): string => new Date(now).toISOString();
      const standing = (): Mover[] => [...stored.values()].filter((one) => !isGone(one, now));
      const take = ({ change }: ReturnType<typeof foldFrame>): void => {
        if (!change) return;
        foldMovers(known, change, now);
        takeMovers(arrays, change.movers, { reset: change.reset, now, shown });
      };
      const picture = (): void =>
        take(foldSnapshot(fold, { epoch: 'e', no, at: at(), page: 0, pages: 1, rows: [], readings: new ArrayBuffer(8), movers: encodeMovers(standing()) })); // prettier-ignore
      const publish = (again: boolean): void => {
        const since = again ? [...stored.values()] : [...touched].map((one) => stored.get(one)!);
        const news = moved(since.filter((one) => !isGone(one, now)));
        touched = new Set();
        no += 1;
        const block = news.length === 0 ? {} : { movers: encodeMovers(news) };
        take(foldFrame(fold, { epoch: 'e', no, at: at(), upserts: [], removals: [], ...block }));
      };
      picture();
      for (const one of steps) {
        now += 1_000;
        if (one.do === 'report') {
          const second = Math.floor(now / 1_000) - one.ago;
          if (second <= (stored.get(one.no)?.second ?? 0)) continue;
          stored.set(one.no, { no: one.no, class: classOf(one), lng: 112 + one.place / 64, lat: 23.5, second, observedMs: second * 1_000, courseDeg: one.place, speedKmh: 30 }); // prettier-ignore
          touched.add(one.no);
        } else if (one.do === 'publish') publish(one.again);
        else if (one.do === 'wait') now += one.minutes * 60_000;
        else picture();
      }
      publish(false);
      ageMovers(arrays, now, shown);
      const snapshot = inOrder(standing()).map(({ no: own, lng, second }) => [own, lng, second]);
      expect(inOrder(decodeMovers(moversKnown(known, now))).map(({ no: own, lng, second }) => [own, lng, second])).toEqual(snapshot); // prettier-ignore
      const drawn = fleetNames.flatMap((name) => {
        const { slots, arrays: of } = arrays[name];
        return [...slots].map(([own, slot]) => [own, 112 + of.offsets[slot * 2]!, of.seconds[slot]!]);
      });
      expect(drawn.sort((a, b) => a[0]! - b[0]!)).toEqual(snapshot);
    }),
    { numRuns: 500 },
  );
});
