import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WarningMessage } from '#contracts/warning.ts';
import { foldMessages } from '#domain/warning.ts';

const message = (
  revision: number,
  phase: WarningMessage['phase'],
  colour: WarningMessage['colour'],
): WarningMessage => ({
  kind: 'warning',
  issuer: '肇庆市气象台',
  number: '2026-12',
  revision,
  phase,
  hazard: '暴雨',
  colour,
  level: null,
  government: null,
  scaleCode: 'gd-rainstorm',
  title: null,
  text: `${revision} ${phase}`,
  area: { districts: ['441202'] },
  issuedAt: new Date(Date.UTC(2026, 5, 12, revision)).toISOString(),
  expiresAt: null,
});
const day = [
  message(1, 'issue', 'yellow'),
  message(2, 'update', 'orange'),
  message(3, 'update', 'red'),
  message(3, 'lift', null),
];

test('in whatever order the messages of a warning come, they say the same', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(day, { minLength: 1 }), (some) => {
      const inOrder = day.filter((one) => some.includes(one));
      expect(foldMessages(some)).toEqual(foldMessages(inOrder));
    }),
  );
});

test('a lifting keeps what was said before, and a later revision takes it back', () => {
  expect(foldMessages(day)).toMatchObject({ phase: 'lift', colour: 'red', liftedAt: day[3]!.issuedAt });
  expect(foldMessages([...day, message(4, 'issue', 'yellow')])).toMatchObject({
    colour: 'yellow',
    liftedAt: null,
  });
});
