import { expect, test } from 'vitest';
import type { Family } from '#contracts/reference.ts';
import { doubtOf, doubtedSearches } from '#server/merge/doubt.ts';
import { familiesOf } from '#server/merge/place.ts';
import type { Standing } from '#server/merge/standing.ts';
import type { Understood } from '#server/merge/understand.ts';

const now = new Date('2026-06-12T06:00:00+08:00');
const family = (code: string, radiusM: number): Family =>
  ({ code, radiusM, alsoAs: [] }) as unknown as Family;
const flood = family('flood', 100);
const smell = family('smell', 3000);
/** 这条路没法走了: taken for something else, though a flood may be meant as well. */
const event = (accuracyM: number, share = 0.5): Understood =>
  ({ at: { lng: 112.46, lat: 23.05 }, accuracyM, family: family('light', 100), danger: [], category: { code: 'light' }, row: { observedAt: now, source: 'hotline', phase: null, assetId: null }, mayBe: [{ family: flood, share }, { family: smell, share }] }) as unknown as Understood; // prettier-ignore
const standing = (over: Partial<Standing>): Standing => ({
  incidentId: 1, distanceM: 60, accuracyM: 20, lastEventAt: now, categoryCode: 'road-flooding', family: 'flood', spot: [], toldAs: [], sameAsset: false, eventCount: 3, fits: true, ...over,
}); // prettier-ignore

test('a doubtful report may be of what stands within the radius, or as far beyond as its place is vague', () => {
  expect(doubtOf(event(20), standing({}))).toBe(flood);
  expect(doubtOf(event(20), standing({ distanceM: 240 }))).toBeNull();
  expect(doubtOf(event(300), standing({ distanceM: 240 }))).toBe(flood);
  expect(doubtOf(event(300), standing({ distanceM: 440 }))).toBeNull();
  expect(doubtOf(event(20), standing({ distanceM: 240, accuracyM: 300 }))).toBe(flood);
});

test('neither of another kind, nor of six hours ago, nor where too few told of what is hardly meant', () => {
  expect(doubtOf(event(20), standing({ family: 'noise' }))).toBeNull();
  expect(doubtOf(event(20), standing({ lastEventAt: new Date(now.getTime() - 7 * 3_600_000) }))).toBeNull();
  expect(doubtOf(event(20, 0.04), standing({ eventCount: 2 }))).toBeNull();
  expect(doubtOf(event(20, 0.04), standing({ eventCount: 3 }))).toBe(flood);
});

test('what is noticed for miles is no farther off than a matter of its own kind would be', () => {
  expect(doubtOf(event(20), standing({ family: 'smell', distanceM: 90 }))).toBe(smell);
  expect(doubtOf(event(20), standing({ family: 'smell', distanceM: 400 }))).toBeNull();
});

test('one search looks for all that the words may mean, as far as the widest reaches', () => {
  expect(doubtedSearches(event(300), 4)).toMatchObject([
    { ix: 4, families: ['flood', 'smell'], radiusM: 3000, slackM: 300 },
  ]);
  expect(doubtedSearches(event(20), 4)).toMatchObject([{ radiusM: 3000, slackM: 0 }]);
});

test('words that were only likely taken for a grave matter may be of a kindred kind; what is plainly grave is not', () => {
  const kinds = (confidence: number, danger: string[] = []): string[] =>
    familiesOf({ family: { code: 'house-flood', alsoAs: ['drain'] }, danger, category: { severity: 1 }, guess: { confidence }, row: { source: 'hotline', severity: null } } as unknown as Understood); // prettier-ignore
  expect(kinds(0.5)).toEqual(['house-flood', 'drain']);
  expect(kinds(0.9)).toEqual(['house-flood']);
  expect(kinds(0.5, ['被困'])).toEqual(['house-flood']);
  // Only heard from between the words: it rings, and may still be what stands there.
  expect(kinds(0.5, ['车浮起来了'])).toEqual(['house-flood', 'drain']);
});
