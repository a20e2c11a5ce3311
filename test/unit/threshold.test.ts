import { expect, test } from 'vitest';
import { foldSamples } from '#domain/threshold.ts';
import type { Sample, SeriesState, ThresholdRule } from '#domain/threshold.ts';

const rule: ThresholdRule = { direction: 'above', raise: 0.15, clear: 0.1, forSeconds: 0 };
const at = (second: number, value: number, doubtful = false): Sample => ({
  observedAt: new Date(Date.UTC(2026, 5, 12) + second * 1000),
  value,
  doubtful,
});
const fold = (
  samples: Sample[],
  before: SeriesState | null = null,
  r = rule,
): { state: SeriesState | null; raised: Sample[] } => foldSamples(before, samples, r);

test('flapping a hundred times across the line goes off once', () => {
  const samples = Array.from({ length: 100 }, (_, i) => at(i, i % 2 ? 0.16 : 0.14));
  expect(fold(samples).raised).toHaveLength(1);
});

test('after it fell below the clearing value it goes off again', () => {
  expect(fold([at(0, 0.2), at(60, 0.05), at(120, 0.2)]).raised.map((s) => s.observedAt)).toEqual([
    at(0, 0).observedAt,
    at(120, 0).observedAt,
  ]);
});

test('a rule that must hold for a minute goes off only when the minute is over, in event time', () => {
  const held = { ...rule, forSeconds: 60 };
  expect(fold([at(0, 0.2), at(59, 0.2)], null, held).raised).toEqual([]);
  expect(fold([at(0, 0.2), at(59, 0.2), at(60, 0.2)], null, held).raised).toHaveLength(1);
  expect(fold([at(0, 0.2), at(30, 0.05), at(60, 0.2)], null, held).raised).toEqual([]);
});

test('samples in any order give the same state, and what is older than the state moves nothing', () => {
  const samples = [at(0, 0.05), at(10, 0.2), at(20, 0.3)];
  const { state } = fold(samples);
  expect(fold([...samples].reverse()).state).toEqual(state);
  expect(fold([at(5, 9)], state).state).toEqual(state);
});

test('a doubtful value (a thousand times the usual) is kept and makes no work', () => {
  const { state, raised } = fold([at(0, 210, true)]);
  expect(raised).toEqual([]);
  expect(state).toMatchObject({ value: 210, raisedAt: null });
});

test('a rule below the line works the other way round', () => {
  const low: ThresholdRule = { direction: 'below', raise: 0.2, clear: 0.4, forSeconds: 0 };
  expect(fold([at(0, 0.5), at(1, 0.19), at(2, 0.3), at(3, 0.1)], null, low).raised).toHaveLength(1);
});
