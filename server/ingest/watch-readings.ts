import type { Reference } from '#contracts/reference.ts';
import type { Threshold } from '#contracts/rules.ts';
import { alertLevel, alertWords } from '#domain/alert.ts';
import { ruleAt } from '#domain/station.ts';
import { foldSamples, staysCalm } from '#domain/threshold.ts';
import type { Sample } from '#domain/threshold.ts';
import type { Db } from '#store/db.ts';
import * as alerts from '#store/alerts.ts';
import * as events from '#store/events.ts';
import * as readings from '#store/readings.ts';
import * as registry from '#store/registry.ts';
import { alarmEvents } from './alarm-events.ts';
import type { Raised } from './alarm-events.ts';
import { watchTrends } from './watch-trends.ts';
import type { FoundAlert } from './watch-trends.ts';

/** A series with its new samples and what was known of it before them. */
export type WatchedSeries = {
  no: number;
  deviceId: string;
  metric: string;
  rule: Threshold | null;
  samples: Sample[];
  before: readings.Latest | null;
};
/** A reading that the door takes; `seq` -1: the device does not count. */
export type GoodReading = {
  deviceId: string;
  metric: string;
  value: number;
  observedAt: Date;
  seq: number;
  history: boolean;
  flag: string | null;
};
/** With the number of its series. */
export type NewReading = { no: number; reading: GoodReading };

/**
 * 监测: latest states, thresholds and trends in event time, with the alerts and events that they set off, in the
 * transaction of the readings themselves. History moves nothing; series that are not `unsettled` have moved already, with
 * their reading.
 */
export async function watchReadings(
  tx: Db,
  reference: Reference,
  placed: readonly NewReading[],
  unsettled: ReadonlySet<number>,
  now: Date,
): Promise<void> {
  if (unsettled.size === 0) return;
  const open = seriesOf(
    reference,
    placed.filter((one) => unsettled.has(one.no) && !one.reading.history),
    now,
  );
  if (open.length === 0) return;
  const latest = await readings.lockLatest(
    tx,
    open.map((one) => one.no),
  );
  for (const one of open) one.before = latest.get(one.no) ?? null;
  const states: readings.Latest[] = [];
  const raised: Raised[] = [];
  const found: FoundAlert[] = [];
  for (const series of open) {
    const { no, deviceId, metric, rule, before, samples } = series;
    const folded = foldSamples(before, samples, rule);
    if (folded.state && folded.state !== before) states.push({ seriesNo: no, ...folded.state });
    const watching = rule ?? closing(metric);
    for (const one of folded.episodes)
      found.push({ ...one, series, rule: watching, words: (name) => alertWords(watching, name, one.value) });
    if (rule?.outcome !== 'event') continue;
    for (const one of folded.raised)
      raised.push({ deviceId, rule, ...one, words: (name) => alertWords(rule, name, one.value) });
  }
  await readings.saveLatest(tx, states, now);
  const trends = await watchTrends(tx, reference, open, now);
  await tell(tx, [...found, ...trends.found], [...raised, ...trends.raised], now);
}

/** A metric whose rule was taken away can still end what the rule began. */
const closing = (code: string) =>
  ({ code, name: code, unit: '', direction: 'above', raise: 0, severity: 4, severeRaise: null, outcome: 'alert', categoryCode: '' }) as const; // prettier-ignore

/** Live readings by series, in order of their numbers: the order in which they are locked. */
function seriesOf(reference: Reference, live: readonly NewReading[], now: Date): WatchedSeries[] {
  const bySeries = new Map<number, WatchedSeries>();
  for (const { no, reading } of live) {
    const { deviceId, metric, observedAt, value, seq } = reading;
    let one = bySeries.get(no);
    if (!one) {
      const rule = ruleAt(reference.threshold, metric, deviceId, now);
      one = { no, deviceId, metric, rule, before: null, samples: [] };
      bySeries.set(no, one);
    }
    one.samples.push({ observedAt, value, doubtful: isDoubtful(reading), seq: seq < 0 ? null : seq });
  }
  return [...bySeries.values()].sort((a, b) => a.no - b.no);
}

const isDoubtful = (reading: GoodReading): boolean => reading.flag === 'unit-doubt';

/**
 * The series of a batch whose next state cannot be known without a look at the state before. It can for one ordinary live
 * reading below its line, unless the series was over it; not so where a step may be doubted or a trend is watched: there
 * what came before counts.
 */
export function restless(reference: Reference, placed: readonly NewReading[], now: Date): Set<number> {
  const trendy = new Set([...reference.trend.values()].map((trend) => trend.metric));
  const met = new Set<number>();
  const found = new Set<number>();
  for (const { no, reading } of placed) {
    const rule = ruleAt(reference.threshold, reading.metric, reading.deviceId, now);
    const counts = trendy.has(reading.metric) || (rule?.maxPerHour ?? null) !== null;
    const calm =
      !counts && !reading.history && !met.has(no) && staysCalm(reading.value, isDoubtful(reading), rule);
    if (!calm) found.add(no);
    met.add(no);
  }
  return found;
}

async function tell(
  tx: Db,
  found: readonly FoundAlert[],
  raised: readonly Raised[],
  now: Date,
): Promise<void> {
  if (found.length === 0 && raised.length === 0) return;
  const ids = [...found.map((one) => one.series.deviceId), ...raised.map((one) => one.deviceId)];
  const devices = await registry.devices(tx, [...new Set(ids)]);
  await alerts.save(
    tx,
    found.map(({ series, rule, words, raisedAt, observedAt, value, peak, clearedAt }) => ({
      rule: rule.code,
      seriesNo: series.no,
      outcome: rule.outcome,
      level: alertLevel(rule, peak),
      raisedAt,
      observedAt,
      value,
      peak,
      clearedAt,
      words: words(devices.get(series.deviceId)?.name ?? series.deviceId),
    })),
    now,
  );
  await events.accept(tx, alarmEvents(devices, raised), now);
}
