import { describe, expect, test } from 'vitest';
import { decodeMovers, encodeMovers, isGone, moverClassOf } from '#contracts/movers.ts';
import type { Mover } from '#contracts/movers.ts';
import { foldMovers, moversKnown, noMovers } from '../../client/shared/mover-fold.ts';
import { pieces, silent, standing, underWay } from '../../client/wall/fleet.ts';
import { ageMovers, fleetNames, makeMovers, takeMovers } from '../../client/wall/movers.ts';
import type { Movers } from '../../client/wall/movers.ts';

const second = 1_780_000_000;
const now = second * 1_000;
const minute = 60_000;
const mover = (no: number, wish: Partial<Mover> = {}): Mover => ({
  no,
  class: 'coach',
  lng: 112.5,
  lat: 23.25,
  second,
  courseDeg: 90,
  speedKmh: 40,
  ...wish,
});
const shown = new Set(fleetNames);
const take = (movers: Movers, list: readonly Mover[], at = now, reset = false): boolean =>
  takeMovers(movers, encodeMovers(list), { reset, now: at, shown });
const city = (...list: Mover[]): Movers => {
  const movers = makeMovers([112, 23]);
  take(movers, list);
  return movers;
};

describe('the block', () => {
  test('says again what it was told, to a hundredth of a metre and a tenth of a degree', () => {
    const list = [
      mover(7, { class: 'hazmat', lng: 112.4612345, lat: -23.0412345, courseDeg: 359.9, speedKmh: null }),
      mover(4_000_000, { class: 'tanker', courseDeg: null, speedKmh: 31 }),
    ];
    expect(decodeMovers(encodeMovers(list))).toEqual(list);
    expect(decodeMovers(encodeMovers([mover(1, { courseDeg: 359.97, speedKmh: 400 })]))).toMatchObject([{ courseDeg: 0, speedKmh: 254 }]); // prettier-ignore
  });

  test('that is shorter than it says holds nobody', () => {
    expect(decodeMovers(encodeMovers([mover(1), mover(2)]).slice(0, 40))).toEqual([]);
    expect(decodeMovers(new ArrayBuffer(4))).toEqual([]);
  });
});

test('a class is that of its door; what the door does not know is an ordinary vessel or vehicle', () => {
  expect([moverClassOf('vessel', 'tanker'), moverClassOf('vessel', 'hazmat'), moverClassOf('vehicle', 'hazmat'), moverClassOf('vehicle', null)]) // prettier-ignore
    .toEqual(['tanker', 'vessel', 'hazmat', 'vehicle']);
});

test('a vehicle goes after ten minutes of silence, a vessel after thirty', () => {
  const at = (minutes: number): boolean[] =>
    (['coach', 'cargo'] as const).map((one) => isGone({ class: one, second }, now + minutes * minute + 1));
  expect([at(9), at(10), at(29), at(30)]).toEqual([[false, false], [true, false], [true, false], [true, true]]); // prettier-ignore
});

describe('a fleet', () => {
  test('has each object once, in the fleet of its class, as offsets from the centre', () => {
    const movers = city(mover(1, { class: 'cargo' }), mover(2, { class: 'hazmat' }), mover(3));
    expect(fleetNames.map((name) => [...movers[name].slots.keys()])).toEqual([[1], [2], [3]]);
    expect([...movers.vehicle.arrays.offsets.slice(0, 2)]).toEqual([0.5, 0.25]);
    take(movers, [mover(3, { class: 'hazmat', second: second + 1 })]);
    expect(fleetNames.map((name) => movers[name].count)).toEqual([1, 2, 0]);
  });

  test('writes in place and wraps anew only what was touched', () => {
    const { vehicle, ...others } = city(mover(1), mover(2));
    const { offsets, angles, rgba, icons, from, to, trailRgba } = vehicle.wrapped;
    expect(take({ vehicle, ...others }, [mover(1, { lng: 112.6, second: second + 5 })])).toBe(true);
    expect(vehicle.wrapped.offsets).not.toBe(offsets);
    expect(vehicle.wrapped.offsets.value).toBe(offsets.value);
    expect([vehicle.wrapped.angles, vehicle.wrapped.rgba, vehicle.wrapped.icons]).toEqual([
      angles,
      rgba,
      icons,
    ]);
    expect(vehicle.wrapped.angles).toBe(angles);
    expect(vehicle.wrapped.icons).toBe(icons);
    for (const [name, before] of Object.entries({ from, to, trailRgba }))
      expect(vehicle.wrapped[name as 'from']).not.toBe(before);
    const whole = { ...vehicle.wrapped };
    // It is heard, but nothing that can be seen is another.
    expect(take({ vehicle, ...others }, [mover(1, { lng: 112.6, second: second + 9 })])).toBe(false);
    for (const name of Object.keys(whole) as (keyof typeof whole)[])
      expect(vehicle.wrapped[name]).toBe(whole[name]);
  });

  test('of which the map shows nothing asks for no picture', () => {
    const movers = city(mover(1));
    const block = encodeMovers([mover(1, { lng: 112.7, second: second + 5 })]);
    expect(takeMovers(movers, block, { reset: false, now, shown: new Set(['vessel']) })).toBe(false);
  });

  test('never goes back to an older word', () => {
    const movers = city(mover(1, { lng: 112.6, second: second + 60 }));
    take(movers, [mover(1)]);
    expect(movers.vehicle.arrays.offsets[0]).toBeCloseTo(0.6);
  });

  test('shows who stands still, and who nobody knows the direction of, without one', () => {
    const stateOf = (wish: Partial<Mover>): number | undefined =>
      city(mover(1, wish)).vehicle.arrays.states[0];
    expect([stateOf({}), stateOf({ speedKmh: 1 }), stateOf({ courseDeg: null }), stateOf({ speedKmh: null })]) // prettier-ignore
      .toEqual([underWay, standing, standing, underWay]);
    const movers = city(mover(1, { courseDeg: null }));
    take(movers, [mover(1, { courseDeg: null, lng: 112.51, second: second + 9 })]);
    expect([movers.vehicle.arrays.states[0], movers.vehicle.arrays.angles[0]]).toEqual([underWay, -90]);
  });

  test('keeps the ways between the last eight positions, the newest strongest, and none across a silence', () => {
    const movers = city(mover(1));
    for (let n = 1; n <= 9; n += 1) take(movers, [mover(1, { lng: 112.5 + n / 64, second: second + n })]);
    const { arrays } = movers.vehicle;
    const froms = Array.from({ length: pieces }, (_, i) => Math.round((arrays.from[i * 2]! - 0.5) * 64));
    const inks = Array.from({ length: pieces }, (_, i) => arrays.trailRgba[i * 4 + 3]!);
    expect(froms.toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(froms.map((_, i) => i).toSorted((a, b) => inks[a]! - inks[b]!).map((i) => froms[i])).toEqual([2, 3, 4, 5, 6, 7, 8]); // prettier-ignore
    take(movers, [mover(1, { lng: 113, second: second + 4 * 60 })], now + 4 * minute);
    expect(arrays.trailRgba.slice(0, pieces * 4).every((one) => one === 0)).toBe(true);
  });

  test('turns grey with silence and then goes; the last one takes the slot, and nothing else is wrong', () => {
    const movers = city(
      mover(1),
      mover(2, { second: second + 500, lng: 112.75 }),
      mover(3, { class: 'cargo' }),
    );
    expect(ageMovers(movers, now + 2 * minute, shown)).toBe(false);
    expect(ageMovers(movers, now + 4 * minute, shown)).toBe(true);
    expect([...movers.vehicle.arrays.states.slice(0, 2)]).toEqual([silent, underWay]);
    ageMovers(movers, now + 10 * minute + 1, shown);
    expect([...movers.vehicle.slots]).toEqual([[2, 0]]);
    expect(movers.vehicle.arrays.offsets[0]).toBe(0.75);
    expect(movers.vessel.count).toBe(1);
    take(movers, [mover(9)], now + 11 * minute);
    expect(movers.vehicle.slots.has(9)).toBe(false);
  });

  test('grows as far as it must, and a whole picture begins with nobody', () => {
    const movers = city(...Array.from({ length: 700 }, (_, no) => mover(no, { lng: 112 + no / 1_024 })));
    expect(movers.vehicle.count).toBe(700);
    expect(movers.vehicle.arrays.offsets[699 * 2]).toBeCloseTo(699 / 1_024);
    expect(movers.vehicle.wrapped.icons.value.length).toBe(1_024 * 7);
    take(movers, [mover(5)], now, true);
    expect([...movers.vehicle.slots.keys()]).toEqual([5]);
  });
});

describe('what a screen knows', () => {
  const change = (list: readonly Mover[], reset = false) => ({ upserts: [], removals: [], done: [], readings: null, movers: encodeMovers(list), reset, news: true }); // prettier-ignore
  const known = (fold: ReturnType<typeof noMovers>, at = now): unknown[] =>
    decodeMovers(moversKnown(fold, at)).map(({ no, courseDeg }) => [no, courseDeg]);

  test('is the newest word about each who is not gone; a new picture begins anew', () => {
    const fold = noMovers();
    foldMovers(fold, change([mover(1), mover(2), mover(3, { second: second - 1_000 })]), now);
    foldMovers(fold, change([mover(1, { courseDeg: 10, second: second + 1 }), mover(2, { courseDeg: 20, second: second - 1 })]), now); // prettier-ignore
    expect(known(fold)).toEqual([
      [1, 10],
      [2, 90],
    ]);
    expect(known(fold, now + 11 * minute)).toEqual([]);
    foldMovers(fold, change([mover(9)], true), now);
    expect(known(fold)).toEqual([[9, 90]]);
  });

  test('costs what the news is: a word about one among twenty thousand writes one row, and moves no other', () => {
    const fold = noMovers();
    foldMovers(fold, change(Array.from({ length: 20_000 }, (_, no) => mover(no))), now);
    foldMovers(fold, change([mover(20_000)]), now);
    const { columns } = fold;
    let written = 0;
    fold.columns = {
      ...columns,
      no: new Proxy(columns.no, {
        get: (on, name): unknown => Reflect.get(on, name),
        set: (on, name, value) => ((written += 1), Reflect.set(on, name, value)),
      }),
    };
    for (let i = 1; i <= 100; i++)
      foldMovers(fold, change([mover(7, { second: second + i })]), now + i * 1_000);
    expect([written, fold.slots.size]).toEqual([100, 20_001]);
  });

  test('takes no more room the longer it listens: who is gone gives up the row', () => {
    const fold = noMovers();
    for (let round = 0; round < 200; round++) {
      const at = second + round * 3_600;
      foldMovers(fold, change(Array.from({ length: 50 }, (_, i) => mover(round * 50 + i, { second: at }))), at * 1_000); // prettier-ignore
    }
    expect(fold.columns.no.length).toBeLessThanOrEqual(200);
  });
});
