import { describe, expect, test } from 'vitest';
import { makeWallData } from '../../client/wall/data.ts';
import type { WallData } from '../../client/wall/data.ts';
import {
  alive,
  arcAt,
  arcPath,
  flyMs,
  nextMotionIn,
  ringAt,
  ringMs,
  ringTimes,
  stayMs,
} from '../../client/wall/motion.ts';
import type { Change } from '../../client/shared/live-fold.ts';
import type { FrameRow } from '#contracts/live.ts';
import { rowOf } from '#test/support/live-row.ts';

const ring = { id: 1, at: [112, 23] as [number, number], severity: 1, startedAt: 1_000 };
const arc = {
  id: 1,
  from: [112, 23] as [number, number],
  to: [112.5, 23.5] as [number, number],
  startedAt: 1_000,
};

test('a ring pulses three times and is over', () => {
  const starts = Array.from({ length: 60 }, (_, i) => ringAt(ring, 1_000 + i * 100)?.size ?? null);
  const pulses = starts.filter((size, i) => size !== null && size < (starts[i - 1] ?? 1)).length;
  expect(pulses).toBe(3);
  expect(ringAt(ring, 1_000 + ringMs * ringTimes)).toBeNull();
});

test('an arc flies from its incident to its unit once, rests, and is over', () => {
  expect(arcPath(arc, 1).at(0)).toEqual(arc.from);
  expect(arcPath(arc, 1).at(-1)).toEqual(arc.to);
  expect(arcAt(arc, 1_000 + flyMs + stayMs)).toBeNull();
});

test('pictures are asked for only while something moves', () => {
  const motion = { rings: [], arcs: [arc] };
  expect(nextMotionIn({ rings: [], arcs: [] }, 0)).toBeNull();
  expect(nextMotionIn({ rings: [ring], arcs: [] }, 1_500)).toBe(0);
  expect(nextMotionIn(motion, 1_000 + flyMs - 1)).toBe(0);
  expect(nextMotionIn(motion, 1_000 + flyMs + 100)).toBe(stayMs - 1_000 - 100);
  expect(nextMotionIn(motion, 1_000 + flyMs + stayMs)).toBeNull();
  expect(alive(motion, 1_000 + flyMs + stayMs)).toEqual({ rings: [], arcs: [] });
});

describe('what moves', () => {
  const district = {
    type: 'Feature',
    properties: { code: '441202', name: '端州区', centre: [112.5, 23.1] },
    geometry: null,
  };
  const base = {
    credit: '',
    reviewNo: null,
    centre: [112, 23] as [number, number],
    bounds: [111, 22, 113, 24] as [number, number, number, number],
    districts: { type: 'FeatureCollection', features: [district] },
    towns: null,
    rivers: null,
    facilities: null,
    tiles: null,
  };
  const city = (still = false): WallData =>
    makeWallData(base, {
      onPaint: () => undefined,
      onUnknown: () => undefined,
      still: () => still,
      now: () => 0,
    });
  const news = (...upserts: FrameRow[]): Change => ({
    upserts,
    removals: [],
    done: [],
    readings: null,
    movers: null,
    reset: false,
    news: true,
  });
  const moving = (data: WallData): [number, number] => [
    data.motion().rings.length,
    data.motion().arcs.length,
  ];

  test('a ring on a grave new matter, and on one that has become dangerous; none on an ordinary one', () => {
    const data = city();
    data.take(news(rowOf({ id: 1, severity: 3 })), 0);
    expect(moving(data)).toEqual([0, 0]);
    data.take(news(rowOf({ id: 2, severity: 1 })), 0);
    expect(moving(data)).toEqual([1, 0]);
    data.take(news(rowOf({ id: 2, version: 2, severity: 1 })), 0);
    expect(moving(data)).toEqual([1, 0]);
    data.take(news(rowOf({ id: 1, version: 2, severity: 3, danger: ['有人被困'] })), 0);
    expect(moving(data)).toEqual([2, 0]);
  });

  test('an arc once, when a matter is sent to a unit', () => {
    const data = city();
    const sent = { id: 1, districtCode: '441202', status: 'to-sign' } as const;
    data.take(news(rowOf({ id: 1, districtCode: '441202' })), 0);
    data.take(news(rowOf({ ...sent, version: 2 })), 0);
    data.take(news(rowOf({ ...sent, version: 3 })), 0);
    expect(moving(data)).toEqual([0, 1]);
    expect(data.motion().arcs[0]?.to).toEqual([112.5, 23.1]);
  });

  test('nothing of a picture, of a sensitive matter, or for a person who wants stillness', () => {
    const grave = rowOf({ id: 1, severity: 1 });
    const seen = city();
    seen.take({ ...news(grave), news: false, reset: true }, 0);
    seen.take(news(rowOf({ id: 2, severity: 1, wall: 'town' })), 0);
    const quiet = city(true);
    quiet.take(news(grave), 0);
    expect([...moving(seen), ...moving(quiet)]).toEqual([0, 0, 0, 0]);
  });
});
