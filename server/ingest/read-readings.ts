import type { Reference } from '#contracts/reference.ts';
import { SensorReading } from '#server/sources/sensor.ts';
import { badTime, readInstant, wordsOf } from '#server/sources/common.ts';
import type { Refused } from '#server/sources/source.ts';
import { damaged } from './body.ts';
import type { GoodReading } from './watch-readings.ts';

/** `faulty`: the series whose value no such device can have measured, when that is why the reading was refused. */
export type ReadReading =
  { reading: GoodReading } | { refused: Refused; faulty?: { deviceId: string; metric: string } };

/** Checks one reading: shape, time, the metric's physical range. A value a thousand times too large is kept in doubt. */
export function readReading(raw: unknown, reference: Reference, now: Date): ReadReading {
  const parsed = SensorReading.safeParse(raw);
  if (!parsed.success) return refused('bad-item', damaged(raw) ?? wordsOf(parsed.error));
  const { deviceId, metric, value, observedAt, seq } = parsed.data;
  const times = readInstant(observedAt, now);
  if (!times) return refused('bad-time', badTime, deviceId);
  const rule = reference.threshold.get(metric);
  const fits = (number: number): boolean => !rule || (number >= rule.min && number <= rule.max);
  const doubtful = !fits(value) && value > 0 && fits(value / 1000);
  if (!fits(value) && !doubtful)
    return {
      ...refused('out-of-range', `读数 ${value} 超出该指标的物理范围，疑为设备故障`, deviceId),
      faulty: { deviceId, metric },
    };
  return {
    reading: {
      deviceId,
      metric,
      value,
      observedAt: times.observedAt,
      seq: seq ?? -1,
      history: times.history,
      flag: doubtful ? 'unit-doubt' : (times.flags[0] ?? null),
    },
  };
}

function refused(code: string, message: string, deviceId: string | null = null): { refused: Refused } {
  return { refused: { code, message, key: null, deviceId } };
}
