/** 阈值: raise and clear apart (hysteresis), and how long a value must stay over before it counts. */
export type ThresholdRule = {
  direction: 'above' | 'below';
  raise: number;
  clear: number;
  forSeconds: number;
  /** A value that moves faster than this is doubted: a fault of the device, or of its datum. Null: anything goes. */
  maxPerHour?: number | null;
};

/**
 * The state of one series in event time. `overSince` null: normal; `raisedAt` set: its event has been made. `sameSince`:
 * since when the value has not changed. `jumped`: it went over its line by a step of about a thousand.
 * `gaps`: how often numbers were missing between two readings that follow each other. `peak`: the most extreme value
 * since it went over.
 */
export type SeriesState = {
  observedAt: Date;
  value: number;
  overSince: Date | null;
  raisedAt: Date | null;
  sameSince: Date | null;
  seq: number | null;
  gaps: number;
  jumped: boolean;
  peak: number | null;
};
/** `seq`: the device's own number of the reading, when it counts them. */
export type Sample = { observedAt: Date; value: number; doubtful: boolean; seq?: number | null };

/** One time over the line, as far as these samples tell it; known by when it was raised. */
export type Episode = {
  raisedAt: Date;
  /** Of the last sample that stood over. */
  observedAt: Date;
  value: number;
  peak: number;
  clearedAt: Date | null;
};

export type Folded = { state: SeriesState | null; raised: Sample[]; episodes: Episode[] };

/**
 * Folds samples (any order) into a state, in event time: a sample that is older than the state is history and moves
 * nothing. Answers the new state, the samples at which the rule went off, doubtful when the value came there by a step of
 * a thousand (millimetres sent as metres?), and every time over the line that they touched. Flapping around the line is
 * one time.
 */
export function foldSamples(
  before: SeriesState | null,
  samples: readonly Sample[],
  rule: ThresholdRule | null,
): Folded {
  let state = before;
  const raised: Sample[] = [];
  const episodes: Episode[] = [];
  for (const sample of [...samples].sort(byTime)) {
    if (state && sample.observedAt < state.observedAt) continue;
    const was = state;
    const doubtful = sample.doubtful || isTooFast(was, sample, rule?.maxPerHour ?? null);
    state = step(was, { ...sample, doubtful }, rule);
    if (state.raisedAt === sample.observedAt) raised.push({ ...sample, doubtful: state.jumped });
    if (!doubtful) follow(episodes, was, state);
  }
  return { state, raised, episodes };
}

const byTime = (a: Sample, b: Sample): number =>
  a.observedAt.getTime() - b.observedAt.getTime() || (a.seq ?? 0) - (b.seq ?? 0);

/** Carries the times over the line on by one step. */
function follow(episodes: Episode[], was: SeriesState | null, state: SeriesState): void {
  const at = state.raisedAt ?? was?.raisedAt;
  if (!at) return;
  let last = episodes.at(-1);
  if (last?.raisedAt !== at) {
    const { observedAt, value, peak } = state.raisedAt ? state : was!;
    last = { raisedAt: at, observedAt, value, peak: peak ?? value, clearedAt: null };
    episodes.push(last);
  }
  if (!state.raisedAt) last.clearedAt = state.observedAt;
  else Object.assign(last, { observedAt: state.observedAt, value: state.value, peak: state.peak });
}

function step(state: SeriesState | null, sample: Sample, rule: ThresholdRule | null): SeriesState {
  const next = { observedAt: sample.observedAt, value: sample.value, ...keepCount(state, sample) };
  const calm = { ...next, overSince: null, raisedAt: null, jumped: false, peak: null };
  if (!rule) return calm;
  const { overSince: since = null, raisedAt = null, jumped = false, peak = null } = state ?? {};
  // A doubtful value (unit, step) is shown, but never makes work.
  if (sample.doubtful) return { ...next, overSince: since, raisedAt, jumped, peak };
  const sign = rule.direction === 'above' ? 1 : -1;
  if (sign * sample.value <= sign * rule.clear) return calm;
  const over = sign * sample.value >= sign * rule.raise || since !== null;
  if (!over) return calm;
  const overSince = since ?? sample.observedAt;
  const ripe = sample.observedAt.getTime() - overSince.getTime() >= rule.forSeconds * 1000;
  return {
    ...next,
    overSince,
    raisedAt: raisedAt ?? (ripe ? sample.observedAt : null),
    jumped: jumped || (state !== null && isThousandfold(state.value, sample.value)),
    peak: sign * Math.max(sign * (peak ?? sample.value), sign * sample.value),
  };
}

/** Whether a series that is not over its line stays so with this value, whatever its state was else. */
export function staysCalm(value: number, doubtful: boolean, rule: ThresholdRule | null): boolean {
  if (!rule) return true;
  if (doubtful) return false;
  const sign = rule.direction === 'above' ? 1 : -1;
  return sign * value < sign * rule.raise;
}

/** What holds with or without a rule: how long the value stands still, and whether numbers are missing. */
function keepCount(
  state: SeriesState | null,
  { value, observedAt, seq = null }: Sample,
): Pick<SeriesState, 'sameSince' | 'seq' | 'gaps'> {
  const sameSince = state?.value === value ? (state.sameSince ?? state.observedAt) : observedAt;
  const last = state?.seq ?? null;
  // A lower number is a device that began to count anew, not a gap.
  const missing = seq !== null && last !== null && seq > last + 1;
  return { sameSince, seq: seq ?? last, gaps: (state?.gaps ?? 0) + (missing ? 1 : 0) };
}

/** Whether a value grew about a thousandfold at once: what a device does whose unit was changed. */
function isThousandfold(before: number, after: number): boolean {
  const times = after / before;
  return before > 0 && times > 900 && times < 1100;
}

/** Ripple is no speed: what happens within ten minutes may be as large as in ten. */
const shortestHours = 1 / 6;
type Point = { observedAt: Date; value: number };

/** Whether a value moved from one sample to the next faster than such a thing can: 怀集站 rises some tenths an hour, never metres. */
export function isTooFast(before: Point | null, after: Point, maxPerHour: number | null): boolean {
  if (before === null || maxPerHour === null) return false;
  const hours = (after.observedAt.getTime() - before.observedAt.getTime()) / 3_600_000;
  return Math.abs(after.value - before.value) > maxPerHour * Math.max(hours, shortestHours);
}

/**
 * 读数不变: so long the same value, while the device goes on reporting, and it is taken to be stuck. Zero is exempt: it is
 * a dry road or a calm hour and proves nothing.
 */
export const stuckAfterHours = 24;
