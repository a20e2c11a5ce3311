import { expect, test } from 'vitest';
import { decide } from '#domain/merging.ts';
import type { Candidate } from '#domain/merging.ts';
import { spotsIn } from '#text/spot.ts';

test.each([
  ['肇庆大桥桥面两车追尾', ['level:over']],
  ['大桥桥底积水好深', ['level:under']],
  ['桥面和桥底都有水', []],
  ['大桥北端有人违停', ['end:北']],
  ['大桥南岸桥头小贩', ['end:南']],
  ['大桥高要那头堵住', ['side:高要']],
  ['桥东路口积水', []],
  ['南头村口有垃圾', []],
  ['路面积水', []],
])('%s says %j', (text, spots) => {
  expect(spotsIn(text)).toEqual(spots);
});

const event = {
  at: { lng: 112.46, lat: 23.05 },
  accuracyM: 5,
  observedAt: new Date(0),
  categoryCode: 'a',
  assetId: null,
};
const near = (over: Partial<Candidate>): Candidate => ({
  incidentId: 1, distanceM: 0, accuracyM: 5, lastEventAt: new Date(0), categoryCode: 'a', categoryName: '积水', sameAsset: false, ...over,
}); // prettier-ignore
const family = { code: 'f', name: 'f', radiusM: 100, windowHours: 72, decayHours: 6, attach: 0.75, ask: 0.55, placeless: false, weightsVersion: 't' }; // prettier-ignore

test('deck and underpass are two at zero metres, the two ends of a bridge are two, and who says nothing of it may be either', () => {
  const spoken = (mine: string[], theirs: string[]): string =>
    decide({ ...event, spot: mine }, [near({ spot: theirs })], family).kind;
  expect(spoken(['level:over'], ['level:under'])).toBe('open');
  expect(spoken(['end:北'], ['end:南'])).toBe('open');
  expect(spoken([], ['level:under'])).toBe('attach');
  expect(spoken(['level:under'], ['level:under'])).toBe('attach');
  expect(spoken(['end:北'], ['level:under'])).toBe('attach');
});

test('another kind of report joins only where nothing of its own kind stands, near enough, and is never asked about', () => {
  const akin = near({ incidentId: 2, akin: true, categoryCode: 'b' });
  expect(decide(event, [akin], family)).toMatchObject({
    kind: 'attach',
    to: { candidate: { incidentId: 2 } },
  });
  expect(decide(event, [akin, near({ distanceM: 60 })], family)).toMatchObject({
    to: { candidate: { incidentId: 1 } },
  });
  expect(decide(event, [{ ...akin, distanceM: 95 }], family)).toEqual({ kind: 'open' });
});

test('a camera that took one thing for another is told so in the reasons', () => {
  const decision = decide({ ...event, seenAs: '烟火' }, [near({ akin: true, categoryCode: 'b' })], family);
  expect(decision.kind === 'attach' && decision.to.reasons.at(-1)).toBe('摄像识别为“烟火”，疑为误判');
});
