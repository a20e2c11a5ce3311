import { expect, test } from 'vitest';
import { decide, spell, spellAfter } from '#domain/merging.ts';
import type { Candidate, MergeEvent, MergeFamily } from '#domain/merging.ts';

const family: MergeFamily = {
  code: 'road-water',
  name: '道路积水',
  radiusM: 100,
  windowHours: 72,
  decayHours: 6,
  attach: 0.6,
  ask: 0.4,
  placeless: false,
  weightsVersion: 't',
};
const now = new Date('2026-06-12T06:00:00+08:00');
const event = (accuracyM = 5): MergeEvent => ({
  at: { lng: 112.46, lat: 23.05 },
  accuracyM,
  observedAt: now,
  categoryCode: 'road-flooding',
  assetId: null,
});
const near = (incidentId: number, distanceM: number, over: Partial<Candidate> = {}): Candidate => ({
  incidentId, distanceM, accuracyM: 5, lastEventAt: new Date(now.getTime() - 12 * 60_000), categoryCode: 'road-flooding', categoryName: '道路积水', sameAsset: false, ...over,
}); // prettier-ignore

test('a precise report within R joins the nearest incident, and says why in words for a caller', () => {
  const decision = decide(event(), [near(1, 80), near(2, 37)], family);
  expect(decision).toMatchObject({ kind: 'attach', to: { candidate: { incidentId: 2 } } });
  expect(decision.kind === 'attach' && decision.to.reasons).toEqual([
    '距该案件 37 米',
    '相隔 12 分钟',
    '同为道路积水',
  ]);
});

test('at equal distance the older incident wins', () => {
  expect(decide(event(), [near(9, 50), near(3, 50)], family)).toMatchObject({
    to: { candidate: { incidentId: 3 } },
  });
});

test('nothing near opens a new incident', () => {
  expect(decide(event(), [], family)).toEqual({ kind: 'open' });
});

test('a vague place joins the only candidate that stands out', () => {
  expect(decide(event(300), [near(1, 120)], family)).toMatchObject({
    kind: 'attach',
    to: { candidate: { incidentId: 1 } },
  });
});

test('a vague place between two candidates waits for a person, both side by side', () => {
  const decision = decide(event(500), [near(1, 220), near(2, 260)], family);
  expect(decision).toMatchObject({ kind: 'ask', why: '附近有 2 件同类案件，位置不足以区分' });
  expect(decision.kind === 'ask' && decision.among.map((one) => one.candidate.incidentId)).toEqual([1, 2]);
});

test('what many have told of takes a vague report that one alone would have to be asked about', () => {
  const asked = { attach: 0.75, ask: 0.55 };
  const strict = { ...family, ...asked };
  expect(decide(event(300), [near(1, 240)], strict)).toMatchObject({ kind: 'ask' });
  expect(decide(event(300), [near(1, 240, { eventCount: 2 })], strict)).toMatchObject({ kind: 'ask' });
  expect(decide(event(300), [near(1, 240, { eventCount: 6 })], strict)).toMatchObject({ kind: 'attach' });
  // Toward the edge of its reach, or beside another that many told of, a person is asked however many told of it.
  expect(decide(event(300), [near(1, 320, { eventCount: 60 })], strict)).toMatchObject({ kind: 'ask' });
  expect(decide(event(300), [near(1, 240, { eventCount: 60 }), near(2, 250, { eventCount: 20 })], strict)).toMatchObject({ kind: 'ask' }); // prettier-ignore
});

test('between two a vague report joins the one that many have told of and four times as often as the other', () => {
  const beside = (told: number, other: number) =>
    decide(event(500), [near(1, 260, { eventCount: told }), near(2, 220, { eventCount: other })], family);
  expect(beside(8, 2)).toMatchObject({ kind: 'attach', to: { candidate: { incidentId: 1 } } });
  expect(beside(7, 2)).toMatchObject({ kind: 'ask' });
  expect(beside(4, 1)).toMatchObject({ kind: 'ask' });
});

test('a kindred matter that many have told of takes a report from the few of its own kind', () => {
  const kindred = (told: number): Candidate => near(1, 20, { eventCount: told, akin: true, categoryCode: 'drain' }); // prettier-ignore
  const beside = (told: number, own: number) => decide(event(20), [kindred(told), near(2, 30, { eventCount: own })], family); // prettier-ignore
  expect(beside(12, 3)).toMatchObject({ kind: 'attach', to: { candidate: { incidentId: 1 } } });
  expect(beside(11, 3)).toMatchObject({ to: { candidate: { incidentId: 2 } } });
  expect(beside(4, 1)).toMatchObject({ to: { candidate: { incidentId: 2 } } });
  // Two kindred ones are told apart the same way.
  const second = near(3, 20, { akin: true, categoryCode: 'sewage' });
  expect(decide(event(20), [kindred(2), second], family)).toEqual({ kind: 'open' });
  expect(decide(event(20), [kindred(5), second], family)).toMatchObject({ to: { candidate: { incidentId: 1 } } }); // prettier-ignore
});

test('a kindred matter takes a report from farther off once many have told of it', () => {
  const kindred = (eventCount: number): Candidate => near(1, 60, { eventCount, akin: true, categoryCode: 'drain' }); // prettier-ignore
  expect(decide(event(20), [kindred(1)], family)).toEqual({ kind: 'open' });
  expect(decide(event(20), [kindred(5)], family)).toMatchObject({ kind: 'attach' });
});

test('a precise anchor within R beats a vague one that is nearer', () => {
  expect(decide(event(), [near(1, 20, { accuracyM: 800 }), near(2, 90)], family)).toMatchObject({
    kind: 'attach',
    to: { candidate: { incidentId: 2 } },
  });
});

test('the same device and the same class speak for a link, another class of the family a little less', () => {
  const score = (over: Partial<Candidate>): number => {
    const decision = decide(event(), [near(1, 60, over)], family);
    return decision.kind === 'attach' ? decision.to.score : 0;
  };
  expect(score({ sameAsset: true })).toBeGreaterThan(score({}));
  expect(score({ categoryCode: 'drain' })).toBeLessThan(score({}));
});

test.each([
  [0.2, '不到 1 分钟'],
  [12, '12 分钟'],
  [185, '3 小时 5 分钟'],
  [120, '2 小时'],
  [60 * 72, '3 天'],
])('%s minutes are said as %s', (minutes, words) => {
  expect(spell(minutes)).toBe(words);
  expect(spellAfter('相隔', minutes)).toBe(words.startsWith('不') ? `相隔${words}` : `相隔 ${words}`);
});
