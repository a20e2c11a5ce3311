import type { SensorSeries } from '#contracts/wall.ts';
import { readFrame, silent } from '../shared/readings.ts';

/**
 * Every series in dense arrays indexed by its number; positions as offsets in degrees from the centre of the
 * city, in Float32: millimetres near the centre, where whole longitudes would have steps of a metre.
 */
export type Sensors = {
  /** Length of the arrays: the highest series number and one. */
  length: number;
  centre: [number, number];
  offsets: Float32Array;
  values: Float32Array;
  states: Uint8Array;
  series: (SensorSeries | undefined)[];
};

/** Builds the arrays from GET /api/map/sensors. */
export function makeSensors(list: readonly SensorSeries[], centre: [number, number]): Sensors {
  const length = list.reduce((most, { no }) => Math.max(most, no + 1), 0);
  const sensors: Sensors = {
    length,
    centre,
    offsets: new Float32Array(length * 2),
    values: new Float32Array(length).fill(Number.NaN),
    states: new Uint8Array(length).fill(silent),
    series: new Array<SensorSeries | undefined>(length).fill(undefined),
  };
  for (const one of list) {
    sensors.series[one.no] = one;
    sensors.offsets[one.no * 2] = one.lng - centre[0];
    sensors.offsets[one.no * 2 + 1] = one.lat - centre[1];
    if (one.value === null) continue;
    sensors.values[one.no] = one.value;
    sensors.states[one.no] = one.over ? 1 : 0;
  }
  return sensors;
}

/** Forgets what every series said, those in `held` too: a whole picture begins. Answers all numbers. */
export function silence(sensors: Sensors, held: Held): readonly number[] {
  held.clear();
  sensors.values.fill(Number.NaN);
  sensors.states.fill(silent);
  return Array.from(sensors.series.keys());
}

/** Readings of series that the arrays do not know yet; the list of sensors follows. */
export type Held = Map<number, { value: number; state: number }>;

/** Writes a frame into the arrays in place, and what they do not know into `held`. Answers the numbers written. */
export function applyReadings(sensors: Sensors, buffer: ArrayBuffer, held: Held): readonly number[] {
  const frame = readFrame(buffer);
  const changed: number[] = [];
  for (let i = 0; frame && i < frame.index.length; i++) {
    const no = frame.index[i]!;
    const value = frame.value[i]!;
    const state = frame.state[i]!;
    if (no >= sensors.length || !sensors.series[no]) {
      held.set(no, { value, state });
      continue;
    }
    sensors.values[no] = value;
    sensors.states[no] = state;
    changed.push(no);
  }
  return changed;
}

/** Brings what the feed has said into the arrays of a newer list: the feed is newer than any list. Empties `held`. */
export function carryOver(from: Sensors, to: Sensors, held: Held): void {
  const known = (sensors: Sensors, no: number): boolean => sensors.series[no] !== undefined;
  for (let no = 0; no < Math.min(from.length, to.length); no++) {
    if (!known(from, no) || !known(to, no) || Number.isNaN(from.values[no]!)) continue;
    to.values[no] = from.values[no]!;
    to.states[no] = from.states[no]!;
  }
  for (const [no, { value, state }] of held) {
    if (!known(to, no)) continue;
    to.values[no] = value;
    to.states[no] = state;
    held.delete(no);
  }
}

/** The series of these metrics that spoke, highest value first. */
export function ranked(
  sensors: Sensors,
  metrics: readonly string[],
): { series: SensorSeries; value: number; over: boolean }[] {
  return sensors.series
    .flatMap((series, no) =>
      series && metrics.includes(series.metric) && sensors.states[no] !== silent
        ? [{ series, value: sensors.values[no]!, over: sensors.states[no] === 1 }]
        : [],
    )
    .sort((a, b) => Number(b.over) - Number(a.over) || b.value - a.value || a.series.no - b.series.no);
}
