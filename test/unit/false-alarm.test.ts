import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quietHours } from '#contracts/false-alarm.ts';
import { countedUnder, mayBeQuieted, quietUntil, worstFirst } from '#domain/false-alarm.ts';
import type { Alarm, Quiet } from '#domain/false-alarm.ts';

const marked = new Date('2026-06-12T10:00:00+08:00');
const at = (hours: number): Date => new Date(marked.getTime() + hours * 3_600_000);
const quiet: Quiet = { id: 1, source: 'camera', assetId: 'c1', kind: 'garbage', since: at(-2), until: quietUntil(marked) }; // prettier-ignore
const alarm: Alarm = { source: 'camera', assetId: 'c1', kind: 'garbage', safety: false, phase: 'start', history: false, observedAt: at(1) }; // prettier-ignore

test('a mark quiets the same device and kind from the beginning of its matter to the instant a day later', () => {
  const under = (hours: number) => countedUnder({ ...alarm, observedAt: at(hours) }, [quiet])?.id ?? null;
  expect([-2.001, -2, 0, 23.999].map(under)).toEqual([null, 1, 1, 1]);
  expect(under(quietHours)).toBeNull();
});

test('whatever is another device, another kind, of safety, said by a person, an end or history is never quieted', () => {
  const others: Partial<Alarm>[] = [
    { assetId: 'c2' },
    { kind: 'street-vendor' },
    { source: 'sensor' },
    { source: 'hotline' },
    { source: 'report', assetId: null, kind: null },
    { safety: true },
    { phase: 'end' },
    { history: true },
  ];
  for (const other of others) expect(countedUnder({ ...alarm, ...other }, [quiet]), JSON.stringify(other)).toBeNull(); // prettier-ignore
});

test('of any marks and any alarm: safety and people always file, and what is counted lies within a mark of its own', () => {
  const hour = fc.integer({ min: -60, max: 60 });
  const asset = fc.constantFrom('c1', 'c2');
  const kind = fc.constantFrom('garbage', 'crowd');
  const source = fc.constantFrom('camera', 'sensor');
  const quiets = fc.array(
    fc.record({ id: fc.nat(9), source, assetId: asset, kind, since: hour.map(at), until: hour.map(at) }),
    { maxLength: 6 },
  );
  const alarms = fc.record<Alarm>({
    source: fc.constantFrom('camera', 'sensor', 'hotline', 'report'),
    assetId: asset,
    kind,
    safety: fc.boolean(),
    phase: fc.constantFrom(null, 'start', 'end'),
    history: fc.boolean(),
    observedAt: hour.map(at),
  });
  fc.assert(
    fc.property(alarms, quiets, (one, marks) => {
      const under = countedUnder(one, marks);
      const own = marks.filter(
        (mark) =>
          mark.source === one.source &&
          mark.assetId === one.assetId &&
          mark.kind === one.kind &&
          mark.since <= one.observedAt &&
          one.observedAt < mark.until,
      );
      if (one.safety || one.source === 'hotline' || one.source === 'report') expect(under).toBeNull();
      expect(under !== null).toBe(mayBeQuieted(one) && own.length > 0);
      if (under) expect(own).toContain(under);
    }),
    { numRuns: 2000 },
  );
});

test('the page begins with what goes wrong most often, and what nobody has judged comes last', () => {
  const row = (code: string, confirmed: number, wrong: number, quieted = 0) => ({ code, confirmed, wrong, quieted }); // prettier-ignore
  const rows = [row('good', 9, 1), row('unjudged', 0, 0, 5), row('bad', 0, 2), row('worse', 0, 7)];
  expect(worstFirst(rows).map(({ code }) => code)).toEqual(['worse', 'bad', 'good', 'unjudged']);
});
