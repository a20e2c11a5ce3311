import type { Reference } from '#contracts/reference.ts';
import { SensorReading } from '#server/sources/sensor.ts';
import { badTime, readInstant, wordsOf } from '#server/sources/common.ts';
import type { Refused } from '#server/sources/source.ts';
import { damaged } from './body.ts';
import type { ReadingItem } from './accept-readings.ts';

/** Checks one reading: shape, time, the metric's physical range. A value a thousand times too large is kept in doubt. */
export function readReading(raw: unknown, reference: Reference, now: Date): ReadingItem {
  const parsed = SensorReading.safeParse(raw);
  if (!parsed.success) return refused(raw, 'bad-item', damaged(raw) ?? wordsOf(parsed.error));
  const { deviceId, metric, value, observedAt, seq } = parsed.data;
  const times = readInstant(observedAt, now);
  if (!times) return refused(raw, 'bad-time', badTime, deviceId);
  const rule = reference.threshold.get(metric);
  const fits = (number: number): boolean => !rule || (number >= rule.min && number <= rule.max);
  const doubtful = !fits(value) && value > 0 && fits(value / 1000);
  if (!fits(value) && !doubtful)
    return {
      ...refused(raw, 'out-of-range', `读数 ${value} 超出该指标的物理范围，疑为设备故障`, deviceId),
      faulty: { deviceId, metric },
    };
  return {
    raw,
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

function refused(
  raw: unknown,
  code: string,
  message: string,
  deviceId: string | null = null,
): { raw: unknown; refused: Refused } {
  return { raw, refused: { code, message, key: null, deviceId } };
}
