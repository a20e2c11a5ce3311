import { expect, test } from 'vitest';
import type { DemoStep } from '#contracts/demo.ts';
import { isInBounds } from '#contracts/city.ts';
import { cityFolder, readCity } from '#geodata/city.ts';
import { readDemoCity } from '#geodata/demo-day.ts';
import { distanceM } from '#domain/geo.ts';
import { bargesAt, tracksAt } from '#server/cli/simulate/barges.ts';
import { vehiclesAt } from '#server/cli/simulate/vehicles.ts';
import { guideMatter } from '#server/cli/simulate/guide.ts';
import { lifeOf } from '#server/cli/simulate/life.ts';
import { doorOf, itemOf, keyOf } from '#server/cli/simulate/send.ts';
import { rainAt, readingsAt, scriptedAt } from '#server/cli/simulate/senses.ts';
import type { Played } from '#server/cli/simulate/stage.ts';
import { underWay } from '#server/cli/simulate/stream.ts';
import { CameraKind, Category, Unit } from '#contracts/reference.ts';
import { Threshold } from '#contracts/rules.ts';
import { readShipped } from '#store/load-reference.ts';

const profile = readCity('zhaoqing');
const shipped = await readShipped(cityFolder('zhaoqing'));
const rowsOf = (kind: string): unknown[] =>
  shipped.filter((file) => file.kind === kind).flatMap((file) => file.rows);
const thresholds = rowsOf('threshold').map((row) => Threshold.parse(row));
const codes = (schema: typeof Unit | typeof CameraKind | typeof Category, kind: string): Set<string> =>
  new Set(rowsOf(kind).map((row) => schema.parse(row).code));
const city = readDemoCity('zhaoqing')!;
const hour = 3600;
const clock = { day: '20260612', instant: (second: number) => new Date(second * 1000).toISOString() };

const sequence = (matters: readonly Played[]): string[] =>
  matters
    .flatMap((matter) =>
      matter.steps.flatMap((step) =>
        'ref' in step ? [`${step.at} ${doorOf(step)} ${keyOf(clock.day, matter, step.ref)}`] : [],
      ),
    )
    .toSorted();

test('the same seed makes the same day, offset by offset, door by door, key by key; another seed another day', () => {
  expect(lifeOf(city, 7)).toEqual(lifeOf(city, 7));
  expect(sequence(lifeOf(city, 7))).not.toEqual(sequence(lifeOf(city, 8)));
  expect(readingsAt(city.sensors, [], 6 * hour, 7)).toEqual(readingsAt(city.sensors, [], 6 * hour, 7));
});

test('a calm city: some hundreds of reports a day, each under a key of its own', () => {
  const keys = sequence(lifeOf(city, 7));
  expect(keys.length).toBeGreaterThan(150);
  expect(keys.length).toBeLessThan(600);
  expect(new Set(keys).size).toBe(keys.length);
});

test('a city that starts at noon takes up what its sensors still say: the unit signs, comes, and closes as written', () => {
  const noon = 12 * hour;
  const begun = city.matters.flatMap((matter) => underWay(matter, noon) ?? []);
  const river = begun.find(({ id }) => id.startsWith('01'))!;
  const done = river.steps.map((step) => step.do);
  expect(done.slice(0, 2)).toEqual(['sign', 'arrive']);
  expect(done.slice(-4)).toEqual(['feedback', 'review', 'inspect', 'close']);
  for (const { steps } of begun) {
    const times = steps.map(({ at }) => at);
    expect(Math.min(...times)).toBeGreaterThan(noon);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    for (const step of steps) expect('of' in step && step.of).toContain('/');
  }
  // Over before noon, or not begun yet: nothing is made up.
  for (const other of ['03', '04', '12']) expect(begun.some(({ id }) => id.startsWith(other))).toBe(false);
});

test('the registry knows every district and every metric of the default rules, inside the city', () => {
  expect(new Set(city.sensors.flatMap(({ metrics }) => metrics))).toEqual(new Set(thresholds.map(({ code }) => code))); // prettier-ignore
  for (const devices of [city.sensors, city.cameras]) {
    expect(new Set(devices.map(({ districtCode }) => districtCode))).toEqual(new Set(profile.districts.map(({ code }) => code))); // prettier-ignore
    expect(new Set(devices.map(({ id }) => id)).size).toBe(devices.length);
    for (const { lng, lat } of devices) expect(isInBounds(profile, lng, lat)).toBe(true);
  }
  expect(city.sensors.length).toBeGreaterThan(300);
  expect(city.cameras.length).toBeGreaterThan(100);
});

test('nothing rings by itself: without a script no reading of the whole day passes its threshold', () => {
  const rules = new Map(thresholds.map((rule) => [rule.code, rule]));
  const loud: string[] = [];
  for (let t = 0; t < 24 * hour; t += 600)
    for (const { deviceId, metric, value } of readingsAt(city.sensors, [], t, 7)) {
      const rule = rules.get(metric)!;
      const raise = rule.sites.find((site) => site.deviceId === deviceId)?.raise ?? rule.raise;
      if (rule.direction === 'above' ? value >= raise : value <= raise)
        loud.push(`${deviceId} ${metric} ${value}`);
    }
  expect(loud).toEqual([]);
});

test('the rain crosses the city from west to east, about from five to seven, and wets the roads under it', () => {
  const peak = (lng: number): number =>
    Array.from({ length: 24 * 12 }, (_, i) => i * 300).reduce((best, t) =>
      rainAt(lng, 23.2, t) > rainAt(lng, 23.2, best) ? t : best,
    );
  const [west, middle, east] = [peak(111.6), peak(112.3), peak(113.0)];
  expect(west).toBeGreaterThan(4.5 * hour);
  expect(middle - west).toBeGreaterThan(1800);
  expect(east - middle).toBeGreaterThan(1800);
  expect(east).toBeLessThan(7 * hour);
  const wet = (t: number): number =>
    Math.max(
      ...readingsAt(city.sensors, [], t, 7).flatMap((one) => (one.metric === 'depth_m' ? [one.value] : [])),
    );
  expect(wet(4 * hour)).toBe(0);
  expect(wet(6.2 * hour)).toBeGreaterThan(0.02);
  expect(wet(10 * hour)).toBe(0);
});

test('barges keep to the river, a scripted vessel to its track', () => {
  for (const t of [0, 9 * hour, 20 * hour])
    for (const barge of bargesAt(city.river, t, 7)) {
      const nearest = Math.min(...city.river.map(([lng, lat]) => distanceM({ lng, lat }, barge)));
      expect(nearest).toBeLessThan(4_000);
    }
  const tracks = city.matters.flatMap((matter) => matter.tracks);
  expect(tracksAt(tracks, 10 * hour + 60 * 40)[0]).toMatchObject({ lng: 112.452, lat: 23.0395 });
  expect(tracksAt(tracks, 9 * hour)).toEqual([]);
});

test('vehicles go from place to place without a jump, some of them with dangerous goods, the same for the same seed', () => {
  const at = (t: number) => vehiclesAt(city.places, t, 7);
  for (const t of [0, 9 * hour, 24 * hour - 60])
    at(t + 60).forEach((after, i) => {
      const before = at(t)[i]!;
      expect(distanceM(before, after)).toBeLessThan((before.speedKmh / 60) * 1_000 * 1.1 + 10);
      expect([after.id, after.class]).toEqual([before.id, before.class]);
    });
  expect(at(100)).toEqual(at(100));
  expect(at(0).filter((one) => one.class === 'hazmat').length).toBeGreaterThan(5);
});

test('a curve speaks between its first and last point, straight from point to point, and is silent outside', () => {
  const curve = { deviceId: 'd', metric: 'level_m', points: [[60, 1], [120, 3]] as [number, number][] }; // prettier-ignore
  expect([59, 60, 90, 120, 121].map((t) => scriptedAt(curve, t))).toEqual([null, 1, 2, 3, null]);
});

test('every script names only devices, kinds, units and reports that there are', () => {
  const units = codes(Unit, 'unit');
  const kinds = codes(CameraKind, 'camera-kind');
  const categories = codes(Category, 'category');
  const wrong: string[] = [];
  const must = (fine: boolean, what: string): void => void (fine || wrong.push(what));
  for (const matter of city.matters) {
    const refs = new Set(matter.steps.flatMap((step) => ('ref' in step ? [step.ref] : [])));
    const known = (ref: string): boolean =>
      refs.has(ref) || matter.curves.some(({ deviceId, metric }) => ref === `${deviceId}/${metric}`);
    const look = (step: DemoStep): void => {
      const at = `${matter.id} ${step.do} ${step.at}`;
      if ('of' in step) must(known(step.of), `${at}: ${step.of}`);
      if (step.do === 'absorb') for (const ref of step.from) must(known(ref), `${at}: ${ref}`);
      if (step.do === 'dispatch' && step.unit) must(units.has(step.unit), `${at}: ${step.unit}`);
      if (step.do === 'alert') must(kinds.has(step.kind) && city.cameras.some(({ id }) => id === step.cameraId), at); // prettier-ignore
      if ('categoryCode' in step && step.categoryCode) must(categories.has(step.categoryCode), at);
    };
    matter.steps.forEach(look);
    for (const { deviceId, metric } of matter.curves)
      must(city.sensors.some(({ id, metrics }) => id === deviceId && metrics.includes(metric)), `${matter.id} ${deviceId}`); // prettier-ignore
    for (const wanted of matter.expect) {
      for (const ref of wanted.holds) must(known(ref), `${matter.id} expects ${ref}`);
      for (const unit of wanted.units) must(units.has(unit), `${matter.id} expects ${unit}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(city.matters).toHaveLength(15);
});

test('a sent item is the same whenever it is sent, says where it comes from, and names nobody real', () => {
  const matter = guideMatter(city.life, 750);
  const [step] = matter.steps;
  if (step?.do !== 'call') throw new Error('a guide begins with a call');
  const item = itemOf({ clock }, matter, step);
  expect(item).toEqual(itemOf({ clock }, matter, step));
  expect(item).toMatchObject({ platform: 'demo12345', ticketNo: '20260612-guide-750-call', callerPhone: expect.stringMatching(/^1990\d{7}$/) }); // prettier-ignore
});
