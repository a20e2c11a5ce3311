import type { Reference } from '#contracts/reference.ts';
import type { Trend } from '#contracts/rules.ts';
import { trendWords } from '#domain/alert.ts';
import type { Watching } from '#domain/alert.ts';
import { ruleAt } from '#domain/station.ts';
import { foldSamples } from '#domain/threshold.ts';
import type { Episode, Sample } from '#domain/threshold.ts';
import { measure } from '#domain/trend.ts';
import type { Point } from '#domain/trend.ts';
import type { Db } from '#store/db.ts';
import * as alerts from '#store/alerts.ts';
import * as readings from '#store/readings.ts';
import type { Raised } from './alarm-events.ts';
import type { WatchedSeries } from './watch-readings.ts';

/** A time over the line of a rule, before the name of its device is known. */
export type FoundAlert = Episode & {
  series: WatchedSeries;
  rule: Watching;
  words: (device: string) => string;
};

/** So many samples of one series are judged at a time: whoever brings a whole day gets its end judged. */
const mostSamples = 500;

/**
 * 趋势: rise, extrapolation and sums over the window before each new sample, in event time. The only state is the open
 * alert itself: what is late is older than what was judged, and moves nothing.
 */
export async function watchTrends(
  tx: Db,
  reference: Reference,
  all: readonly WatchedSeries[],
  now: Date,
): Promise<{ found: FoundAlert[]; raised: Raised[] }> {
  const found: FoundAlert[] = [];
  const raised: Raised[] = [];
  const trends = [...reference.trend.values()];
  const watched = all.flatMap((series) => {
    const own = trends.filter((trend) => trend.metric === series.metric);
    const samples = newOf(series);
    return own.length > 0 && samples.length > 0 ? [{ series, samples, trends: own }] : [];
  });
  if (watched.length === 0) return { found, raised };
  const points = await readings.windows(
    tx,
    watched.map(({ series, samples, trends: own }) => ({
      seriesNo: series.no,
      from: new Date(samples[0]!.observedAt.getTime() - widest(own) * 60_000),
      to: samples.at(-1)!.observedAt,
    })),
  );
  const open = await alerts.openOf(
    tx,
    trends.map((trend) => trend.code),
    watched.map(({ series }) => series.no),
  );
  for (const { series, samples, trends: own } of watched)
    for (const trend of own) {
      const standing = open.find((one) => one.rule === trend.code && one.seriesNo === series.no);
      const gauge = gaugeOf(reference, series, now);
      const values = judge(trend, points.get(series.no) ?? [], samples, gauge);
      const folded = foldSamples(stateOf(standing), values, { ...trend, forSeconds: 0 });
      const wordsAt = (at: Date, value: number) => (device: string) => {
        const level = samples.find((one) => one.observedAt.getTime() === at.getTime())?.value ?? Number.NaN;
        return trendWords(trend, device, value, { ...gauge, value: level });
      };
      for (const one of folded.episodes)
        found.push({ ...one, series, rule: trend, words: wordsAt(one.observedAt, one.value) });
      if (trend.outcome !== 'event') continue;
      for (const one of folded.raised)
        raised.push({
          ...one,
          deviceId: series.deviceId,
          rule: trend,
          words: wordsAt(one.observedAt, one.value),
        });
    }
  return { found, raised };
}

const widest = (trends: readonly Trend[]): number => Math.max(...trends.map((trend) => trend.windowMinutes));

/** What is newer than the series was, in order; what is in doubt is never measured. */
function newOf({ before, samples }: WatchedSeries): Sample[] {
  return samples
    .filter((one) => !one.doubtful && (before === null || one.observedAt > before.observedAt))
    .toSorted((a, b) => a.observedAt.getTime() - b.observedAt.getTime())
    .slice(-mostSamples);
}

/** 警戒 of the station, and how fast its water can move. A gauge without values of its own has no line to reach. */
function gaugeOf(reference: Reference, { metric, deviceId }: WatchedSeries, now: Date) {
  const rule = ruleAt(reference.threshold, metric, deviceId, now);
  const own = rule?.sites.some((site) => site.deviceId === deviceId) ?? false;
  return {
    line: own ? rule!.raise : Number.NEGATIVE_INFINITY,
    maxPerHour: rule?.maxPerHour ?? null,
    unit: rule?.unit ?? '',
  };
}

function judge(
  trend: Trend,
  points: readonly Point[],
  samples: readonly Sample[],
  gauge: { line: number; maxPerHour: number | null },
): Sample[] {
  return samples.flatMap((sample) => {
    const value = measure(trend, points, sample, gauge);
    return value === null ? [] : [{ observedAt: sample.observedAt, value, doubtful: false }];
  });
}

function stateOf(open: alerts.OpenAlert | undefined): Parameters<typeof foldSamples>[0] {
  if (!open) return null;
  const { raisedAt, observedAt, value, peak } = open;
  return {
    observedAt,
    value,
    peak,
    overSince: raisedAt,
    raisedAt,
    sameSince: null,
    seq: null,
    gaps: 0,
    jumped: false,
  };
}
