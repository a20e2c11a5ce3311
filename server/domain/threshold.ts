/** 阈值: raise and clear apart (hysteresis), and how long a value must stay over before it counts. */
export type ThresholdRule = {
  direction: 'above' | 'below';
  raise: number;
  clear: number;
  forSeconds: number;
};

/** The state of one series in event time. `overSince` null: normal; `raisedAt` set: its event has been made. */
export type SeriesState = { observedAt: Date; value: number; overSince: Date | null; raisedAt: Date | null };
export type Sample = { observedAt: Date; value: number; doubtful: boolean };

/**
 * Folds samples (any order) into a state, in event time: a sample that is older than the state is history and moves
 * nothing. Answers the new state and the samples at which the rule went off; flapping around the line goes off once.
 */
export function foldSamples(
  before: SeriesState | null,
  samples: readonly Sample[],
  rule: ThresholdRule | null,
): { state: SeriesState | null; raised: Sample[] } {
  let state = before;
  const raised: Sample[] = [];
  for (const sample of [...samples].sort((a, b) => a.observedAt.getTime() - b.observedAt.getTime())) {
    if (state && sample.observedAt < state.observedAt) continue;
    state = step(state, sample, rule);
    if (state.raisedAt === sample.observedAt) raised.push(sample);
  }
  return { state, raised };
}

function step(state: SeriesState | null, sample: Sample, rule: ThresholdRule | null): SeriesState {
  const next = { observedAt: sample.observedAt, value: sample.value };
  const calm = { ...next, overSince: null, raisedAt: null };
  if (!rule) return calm;
  const kept = { ...next, overSince: state?.overSince ?? null, raisedAt: state?.raisedAt ?? null };
  // A doubtful value (unit?) is shown, but never makes work.
  if (sample.doubtful) return kept;
  const sign = rule.direction === 'above' ? 1 : -1;
  if (sign * sample.value <= sign * rule.clear) return calm;
  const over = sign * sample.value >= sign * rule.raise || kept.overSince !== null;
  if (!over) return calm;
  const overSince = kept.overSince ?? sample.observedAt;
  const ripe = sample.observedAt.getTime() - overSince.getTime() >= rule.forSeconds * 1000;
  return { ...next, overSince, raisedAt: kept.raisedAt ?? (ripe ? sample.observedAt : null) };
}
