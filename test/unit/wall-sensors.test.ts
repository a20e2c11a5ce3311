import { describe, expect, test } from 'vitest';
import type { SensorSeries } from '#contracts/wall.ts';
import { makePaint, repaint } from '../../client/wall/paint.ts';
import type { DotOf } from '../../client/wall/paint.ts';
import { readFrame, silent } from '../../client/shared/readings.ts';
import { applyReadings, carryOver, makeSensors, ranked } from '../../client/wall/sensors.ts';

const series = (no: number, wish: Partial<SensorSeries> = {}): SensorSeries => ({
  no,
  deviceId: `d${no}`,
  name: `监测点 ${no}`,
  kind: 'water',
  metric: 'depth_m',
  unit: 'm',
  lng: 112.5,
  lat: 23.25,
  value: 0.1,
  observedAt: null,
  over: false,
  ...wish,
});

function binary(rows: [no: number, value: number, state: number][]): ArrayBuffer {
  const buffer = new ArrayBuffer(8 + 9 * rows.length);
  new DataView(buffer).setUint32(0, rows.length, true);
  rows.forEach(([no, value, state], i) => {
    new Uint32Array(buffer, 8, rows.length)[i] = no;
    new Float32Array(buffer, 8 + 4 * rows.length, rows.length)[i] = value;
    new Uint8Array(buffer, 8 + 8 * rows.length, rows.length)[i] = state;
  });
  return buffer;
}

const dotOf: DotOf = (_metric, value, over) => ({
  rgba: over ? [255, 255, 255, 255] : [100, 100, 100, 90],
  radius: value > 1 ? 5 : 2,
});

describe('the arrays', () => {
  test('are indexed by series number, as offsets from the centre, with holes that stay silent', () => {
    const sensors = makeSensors([series(2), series(5, { value: null })], [112, 23]);
    expect(sensors.length).toBe(6);
    expect([...sensors.offsets.slice(4, 6)]).toEqual([0.5, 0.25]);
    expect([...sensors.states]).toEqual([silent, silent, 0, silent, silent, silent]);
  });

  test('take a binary frame in place', () => {
    const sensors = makeSensors([series(1), series(2)], [112, 23]);
    const { values } = sensors;
    expect(applyReadings(sensors, binary([[2, 0.5, 1]]), new Map())).toEqual([2]);
    expect(sensors.values).toBe(values);
    expect([values[2], sensors.states[2]]).toEqual([0.5, 1]);
  });

  test('keep readings of a series that they do not know until the list names it', () => {
    const held = new Map<number, { value: number; state: number }>();
    applyReadings(makeSensors([series(1)], [112, 23]), binary([[7, 0.5, 0]]), held);
    expect(held.get(7)).toEqual({ value: 0.5, state: 0 });
  });

  test('carry what the feed has said into a newer list, and what was held for it', () => {
    const held = new Map([
      [3, { value: 0.7, state: 1 }],
      [9, { value: 0.1, state: 0 }],
    ]);
    const before = makeSensors([series(1), series(2)], [112, 23]);
    applyReadings(before, binary([[2, 0.5, 1]]), held);
    const after = makeSensors([series(1), series(2, { value: 0.2 }), series(3)], [112, 23]);
    carryOver(before, after, held);
    expect([after.values[2], after.states[2], after.states[3]]).toEqual([0.5, 1, 1]);
    expect(after.values[3]).toBeCloseTo(0.7);
    expect([...held.keys()]).toEqual([9]);
  });

  test('refuse a frame that is shorter than it says', () => {
    const buffer = binary([[1, 0.5, 0]]).slice(0, 16);
    expect(readFrame(buffer)).toBeNull();
    expect(readFrame(new ArrayBuffer(4))).toBeNull();
  });

  test('name what is over its threshold first, then the highest', () => {
    const list = [
      series(1, { value: 0.9 }),
      series(2, { value: 0.2, over: true }),
      series(3, { value: null }),
    ];
    expect(ranked(makeSensors(list, [112, 23]), ['depth_m']).map(({ series: one }) => one.no)).toEqual([
      2, 1,
    ]);
  });
});

describe('a repaint', () => {
  test('wraps anew only the attribute that changed, around the same array', () => {
    const sensors = makeSensors([series(1), series(2)], [112, 23]);
    const paint = makePaint(sensors, dotOf);
    const { positions, colours, sizes } = paint;
    repaint(paint, sensors, applyReadings(sensors, binary([[1, 0.1, 1]]), new Map()));
    expect(paint.colours).not.toBe(colours);
    expect(paint.colours.value).toBe(colours.value);
    expect(paint.sizes).toBe(sizes);
    expect(paint.positions).toBe(positions);
    expect([...paint.rgba.slice(4, 8)]).toEqual([255, 255, 255, 255]);
  });

  test('changes nothing when the colours stay the same', () => {
    const sensors = makeSensors([series(1)], [112, 23]);
    const paint = makePaint(sensors, dotOf);
    const { colours, sizes } = paint;
    expect(repaint(paint, sensors, applyReadings(sensors, binary([[1, 0.4, 0]]), new Map()))).toBe(false);
    expect([paint.colours, paint.sizes]).toEqual([colours, sizes]);
    expect(paint.colours).toBe(colours);
  });

  test('hides a series that has never spoken', () => {
    const sensors = makeSensors([series(1, { value: null })], [112, 23]);
    expect(makePaint(sensors, dotOf).radii[1]).toBe(0);
  });
});
