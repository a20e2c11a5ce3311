import { minutesToLine, rainSum, risePerHour } from './trend.ts';
import type { Point } from './trend.ts';

/** 警戒, 保证 and 历史最高 of a station, in the unit of its readings. */
export type GaugeLines = { warning: number; guarantee: number | null; recordHigh: number | null };

export type GaugeNow = {
  value: number;
  observedAt: Date;
  /** Metres an hour; null when the readings of the last hour say nothing. */
  risePerHour: number | null;
  /** 外推, 非水文预报. Null: it is there, or is not on its way. */
  minutesToWarning: number | null;
  /** 超警 0.59 m, 距历史最高 4.63 m; 低于警戒 0.32 m. */
  words: string;
};

const windowMinutes = 60;

/** 水情 of a station from its readings (any order), as of the newest. Null without readings. */
export function gaugeNow(
  points: readonly Point[],
  lines: GaugeLines,
  maxPerHour: number | null,
): GaugeNow | null {
  const last = points.toSorted((a, b) => a.observedAt.getTime() - b.observedAt.getTime()).at(-1);
  if (!last) return null;
  const rise = risePerHour(points, last.observedAt, windowMinutes, maxPerHour);
  return {
    ...last,
    risePerHour: rise,
    minutesToWarning: minutesToLine(last.value, rise, lines.warning),
    words: gaugeWords(last.value, lines),
  };
}

const metres = (difference: number): string => `${Math.abs(difference).toFixed(2)} m`;

/** How a value lies to its lines: 低于警戒 0.32 m, 超警 0.59 m, 超保证 1.00 m. */
export function lineWords(value: number, { warning, guarantee }: Omit<GaugeLines, 'recordHigh'>): string {
  if (value < warning) return `低于警戒 ${metres(warning - value)}`;
  return guarantee !== null && value >= guarantee
    ? `超保证 ${metres(value - guarantee)}`
    : `超警 ${metres(value - warning)}`;
}

function gaugeWords(value: number, lines: GaugeLines): string {
  const { warning, recordHigh } = lines;
  const over = lineWords(value, lines);
  if (value < warning || recordHigh === null) return over;
  return `${over}，${value >= recordHigh ? '超' : '距'}历史最高 ${metres(recordHigh - value)}`;
}

/** 雨情 of a station: millimetres of the last one and three hours, as of `at`. */
export function rainNow(points: readonly Point[], at: Date): { mm1h: number; mm3h: number } {
  return { mm1h: rainSum(points, at, 60) ?? 0, mm3h: rainSum(points, at, 180) ?? 0 };
}
