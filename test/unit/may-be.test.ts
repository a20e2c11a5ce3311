import { expect, test } from 'vitest';
import type { Category, Family, Reference } from '#contracts/reference.ts';
import { decide } from '#domain/merging.ts';
import type { Candidate, MergeEvent } from '#domain/merging.ts';
import { concernOf } from '#server/merge/concern.ts';
import { isMeant, mayBeOf } from '#server/merge/may-be.ts';
import { concernedOf, decideByParty } from '#server/merge/party.ts';
import type { Understood } from '#server/merge/understand.ts';
import type { Guess } from '#text/matter/matter.ts';

const familyOf = (code: string, over: Partial<Family> = {}): Family =>
  ({ code, name: code, radiusM: 100, windowHours: 72, decayHours: 6, attach: 0.75, ask: 0.55, placeless: false, weightsVersion: 't', kin: null, alsoAs: [], ...over }) as unknown as Family; // prettier-ignore
const families = [
  familyOf('flood', { alsoAs: ['drain'] }),
  familyOf('drain'),
  familyOf('light'),
  familyOf('fire'),
  familyOf('refund', { placeless: true }),
  familyOf('asking', { kin: 'speaking', placeless: true }),
  familyOf('other'),
];
const categories = families.map(({ code }) => ({ code, familyCode: code, severity: code === 'fire' ? 1 : 2 }) as unknown as Category); // prettier-ignore
const byCode = <T extends { code: string }>(list: readonly T[]): Map<string, T> =>
  new Map(list.map((one) => [one.code, one]));
const reference = { family: byCode(families), category: byCode(categories) };

/** `light 0.6, flood 0.3`: what the words say, the likeliest first. */
const heard = (words: string): Guess => {
  const list = words.split(', ').map((one) => ({ code: one.split(' ')[0]!, confidence: Number(one.split(' ')[1]) })); // prettier-ignore
  return { code: list[0]!.code, confidence: list[0]!.confidence, likely: list.slice(0, 3), heard: list };
};
const mayBe = (words: string, taken: string, severity = 4, reports = 1, clauses: string[] = []): string[] =>
  mayBeOf(heard(words), clauses.map(heard), reference.category.get(taken)!, severity, reference)
    .filter((one) => isMeant(one, reports))
    .map(({ family }) => family.code);

test('words may also mean what is a tenth as likely, and less where many told of it', () => {
  expect(mayBe('light 0.6, flood 0.3, drain 0.01', 'light')).toEqual(['flood']);
  expect(mayBe('light 0.9, flood 0.05', 'light')).toEqual([]);
  expect(mayBe('light 0.9, flood 0.05', 'light', 4, 3)).toEqual(['flood']);
  expect(mayBe('light 0.99, flood 0.01', 'light', 4, 500)).toEqual([]);
});

test('what nobody could name may be any of what was heard', () => {
  expect(mayBe('light 0.3, flood 0.2, drain 0.1', 'other')).toEqual(['light', 'flood', 'drain']);
});

test('a clause that says its matter plainly counts beside what the whole is taken for', () => {
  expect(mayBe('drain 0.95, light 0.05', 'drain', 4, 1, ['flood 0.9', 'drain 0.9'])).toEqual(['flood']);
  expect(mayBe('drain 0.95, light 0.05', 'drain', 4, 1, ['flood 0.4'])).toEqual([]);
});

test('a question is about what stands behind the asking; a matter without a place stands nowhere', () => {
  expect(mayBe('asking 0.95, flood 0.03, light 0.001', 'asking')).toEqual(['flood']);
  expect(mayBe('refund 0.6, flood 0.2', 'refund')).toEqual(['flood']);
});

test('kinds that are reported as each other anyway are left to that', () => {
  expect(mayBe('flood 0.6, drain 0.3', 'flood')).toEqual([]);
});

test('danger to life is only ever taken for something as grave', () => {
  expect(mayBe('flood 0.5, light 0.3, fire 0.2', 'flood', 1)).toEqual(['fire']);
  expect(mayBe('light 0.5, flood 0.3, fire 0.2', 'light', 2)).toEqual(['flood', 'fire']);
});

test('what a device, a source or a person named is not in doubt', () => {
  expect(mayBeOf(null, [], categories[0]!, 4, reference)).toEqual([]);
});

const now = new Date('2026-06-12T06:00:00+08:00');
const event: MergeEvent = { at: { lng: 112.46, lat: 23.05 }, accuracyM: 20, observedAt: now, categoryCode: 'light', assetId: null }; // prettier-ignore
const standing = (over: Partial<Candidate>): Candidate => ({
  incidentId: 1, distanceM: 20, accuracyM: 20, lastEventAt: now, categoryCode: 'flood', categoryName: '道路积水', sameAsset: false, doubted: familyOf('flood'), ...over,
}); // prettier-ignore
const light = familyOf('light');

test('a doubtful report joins what stands at the very place, with a reason that a caller could be told', () => {
  const decision = decide(event, [standing({})], light);
  expect(decision).toMatchObject({ kind: 'attach', to: { candidate: { incidentId: 1 } } });
  expect(decision.kind === 'attach' && decision.to.reasons).toContain('所述也像“道路积水”，同处正有此案');
});

test('its own kind goes first, and two that it may be open a matter of its own', () => {
  const { doubted: _doubted, ...own } = standing({ incidentId: 2, distanceM: 60, categoryCode: 'light' });
  expect(decide(event, [standing({}), own], light)).toMatchObject({ to: { candidate: { incidentId: 2 } } });
  const third = standing({ incidentId: 3, categoryCode: 'drain', doubted: familyOf('drain') });
  expect(decide(event, [standing({}), third], light)).toEqual({ kind: 'open' });
});

test('toward the edge of the radius it is a matter of its own', () => {
  expect(decide(event, [standing({ distanceM: 95 })], light)).toEqual({ kind: 'open' });
});

const told = (text: string, family: string, over: Partial<Understood> = {}): Understood =>
  ({
    concern: concernOf('', text), category: reference.category.get(family)!, family: familyOf(family, { partyHours: 24 }), mayBe: [],
    row: { observedAt: now, history: false }, at: null, accuracyM: 0, districtCode: null, ...over,
  }) as unknown as Understood; // prettier-ignore
const flooded = ['紫荆雅苑地下车库昨晚进水', '紫荆雅苑车库水深半米', '紫荆雅苑负一层又进水'].map((text) => told(text, 'flood')); // prettier-ignore
const mayBeFlood = [{ family: familyOf('flood'), share: 0.05 }];
const goesTo = (event: Understood, standing = flooded) =>
  decideByParty(event, concernedOf(standing, 7), reference as unknown as Reference);

test('what its words may mean too is told of the same party: it joins, with that reason', () => {
  const dark = told('紫荆雅苑楼道全黑，一家人摸黑走，幼儿园都关门放假两天，听说是进水', 'light', {
    mayBe: mayBeFlood,
  });
  const decision = goesTo(dark);
  expect(decision).toMatchObject({ kind: 'attach', to: { candidate: { incidentId: 7, affinity: 'meant' } } });
  expect(decision.kind === 'attach' && decision.to.reasons).toContain('所述也可能是“flood”');
});

test('of a party too it takes many to outweigh the words, and hours: else it is another matter', () => {
  const dark = told('紫荆雅苑楼道全黑，一家人摸黑走，幼儿园都关门放假两天，听说是进水', 'light', {
    mayBe: mayBeFlood,
  });
  expect(goesTo(dark, flooded.slice(0, 1))).toEqual({ kind: 'open' });
  expect(goesTo({ ...dark, mayBe: [] })).toEqual({ kind: 'open' });
  const late = { ...dark.row, observedAt: new Date(now.getTime() + 7 * 3_600_000) };
  expect(goesTo({ ...dark, row: late })).toEqual({ kind: 'open' });
});
