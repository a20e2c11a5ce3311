import { describe, expect, test } from 'vitest';
import type { FrameRow } from '#contracts/live.ts';
import { rowOf, runsTo } from '#test/support/live-row.ts';
import { childrenOf, oneForMany } from '../../client/wall/families.ts';
import { placeNames } from '../../client/wall/labels.ts';
import { chooseLens, kmBetween } from '../../client/wall/lens.ts';
import { titleOf } from '../../client/wall/map/label-list.ts';
import { marksOf, standings } from '../../client/wall/map/marks.ts';
import { alarms, districtCounts, isCounted, townCounts, urgentFirst } from '../../client/wall/urgent.ts';

const ids = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id);

describe('the three most urgent', () => {
  test('begin with danger to life, then severity, then the nearest deadline, then age', () => {
    const rows = [
      rowOf({ id: 1, severity: 2, nextDue: runsTo('2026-06-12T03:00:00Z') }),
      rowOf({ id: 2, severity: 1, nextDue: null }),
      rowOf({ id: 3, severity: 1, nextDue: runsTo('2026-06-12T09:00:00Z') }),
      rowOf({ id: 4, severity: 4, danger: ['有人被困'] }),
      rowOf({ id: 5, severity: 2, nextDue: runsTo('2026-06-12T02:00:00Z') }),
      rowOf({ id: 6, severity: 1, nextDue: null }),
    ];
    expect(ids(urgentFirst(rows))).toEqual([4, 3, 2, 6, 5, 1]);
  });

  test('never name what is done or may not stand on a wall', () => {
    const rows = [
      rowOf({ id: 1, status: 'closed' }),
      rowOf({ id: 2, wall: 'town' }),
      rowOf({ id: 3, wall: 'never' }),
      rowOf({ id: 4 }),
    ];
    expect(ids(urgentFirst(rows))).toEqual([4]);
  });
});

test('an alarm of a sensitive matter rings after the others, one that must never be shown does not', () => {
  const danger = ['煤气味很大'];
  const rows = [
    rowOf({ id: 1, danger, wall: 'town', lastEventAt: '2026-06-12T00:00:00Z' }),
    rowOf({ id: 2, danger, wall: 'never' }),
    rowOf({ id: 3, danger, lastEventAt: '2026-06-12T02:00:00Z' }),
    rowOf({ id: 4, danger, lastEventAt: '2026-06-12T01:00:00Z' }),
    rowOf({ id: 5, danger, status: 'rejected' }),
    rowOf({ id: 6 }),
  ];
  expect(ids(alarms(rows))).toEqual([4, 3, 1]);
});

test('sensitive matters are one number at their township', () => {
  const rows = [
    rowOf({ id: 1, wall: 'town', townCode: 't1' }),
    rowOf({ id: 2, wall: 'town', townCode: 't1' }),
    rowOf({ id: 3, wall: 'point', townCode: 't1' }),
    rowOf({ id: 4, wall: 'town', townCode: 't2', status: 'closed' }),
  ];
  expect([...townCounts(rows)]).toEqual([['t1', 2]]);
});

test('what a wall knows only by township is counted where scenes are chosen', () => {
  const rows = [
    rowOf({ id: 1 }),
    rowOf({ id: 2, wall: 'town' }),
    rowOf({ id: 3, wall: 'never' }),
    rowOf({ id: 4, wall: 'town', status: 'closed' }),
  ];
  expect(ids(rows.filter(isCounted))).toEqual([1, 2]);
});

test('a district counts as overdue what its clock says now', () => {
  const rows = [
    rowOf({ id: 1, districtCode: 'd1', dueAt: '2026-06-12T01:00:00Z' }),
    rowOf({ id: 2, districtCode: 'd1', dueAt: '2026-06-12T05:00:00Z' }),
    rowOf({ id: 3, districtCode: 'd1', overdue: true }),
  ];
  expect(districtCounts(rows, Date.parse('2026-06-12T02:00:00Z')).get('d1')).toEqual({ open: 3, overdue: 2 });
});

describe('the lens', () => {
  const near = rowOf({ id: 2, lng: 112.47, lat: 23.06 });
  const far = rowOf({ id: 3, lng: 112.18, lat: 23.92 });

  test('stands over the most urgent matter and its neighbours within 8 km', () => {
    const lens = chooseLens([rowOf({ id: 1, lng: 112.46, lat: 23.05 }), far, near]);
    expect(ids(lens?.members ?? [])).toEqual([1, 2]);
  });

  test('is not there for a matter that stands alone, or has no place', () => {
    expect(chooseLens([rowOf({ id: 1, lng: 112.46, lat: 23.05 }), far])).toBeNull();
    expect(chooseLens([rowOf({ id: 1, lng: null, lat: null })])).toBeNull();
  });

  test('holds all its members, and says how many it leaves out', () => {
    const rows = Array.from({ length: 20 }, (_, i) =>
      rowOf({ id: i, lng: 112.46 + (i % 5) * 0.01, lat: 23.05 + i * 0.003 }),
    );
    const lens = chooseLens(rows)!;
    const [west, south, east, north] = lens.bounds;
    expect([lens.members.length, lens.more]).toEqual([12, 8]);
    for (const { lng, lat } of lens.members)
      expect(lng! > west && lng! < east && lat! > south && lat! < north).toBe(true);
  });

  test('measures kilometres', () => {
    expect(kmBetween({ lng: 112, lat: 23 }, { lng: 112, lat: 23.1 })).toBeCloseTo(11.1, 1);
    expect(kmBetween({ lng: 112, lat: 23 }, { lng: 112.1, lat: 23 })).toBeCloseTo(10.2, 1);
  });
});

/** How many matters the symbols and the numbers beside them tell of. */
const told = (standing: ReturnType<typeof standings>): number =>
  standing.reduce((sum, { counted }) => counted.reduce((more, { count }) => more + count, sum + 1), 0);

describe('symbols', () => {
  const project = ([lng, lat]: [number, number]): { x: number; y: number } => ({
    x: lng * 100,
    y: -lat * 100,
  });
  const crowd = Array.from({ length: 30 }, (_, i) =>
    rowOf({ id: i, severity: i < 3 ? 1 : 3, lng: 112 + i * 0.1, lat: 23 }),
  );

  test('of a busy city: only the grave stand in full, and whom they cover is counted beside them by severity', () => {
    const standing = standings(crowd, project, 1);
    expect(standing.filter(({ full }) => full).map(({ row }) => row.id)).toEqual([0]);
    expect(standing[0]!.counted).toEqual([{ level: 1, count: 2 }, { level: 3, count: 4 }]); // prettier-ignore
    expect(told(standing)).toBe(30);
  });

  test('of five hundred matters in one district: the gravest drawn, each other one drawn or counted, no red but by its shape', () => {
    const level = (i: number): number => (i < 4 ? 1 : i < 40 ? 2 : i < 250 ? 3 : 4);
    const storm = Array.from({ length: 500 }, (_, i) =>
      rowOf({ id: i, severity: level(i), lng: 112.4 + ((i * 37) % 100) * 0.006, lat: 23 + ((i * 53) % 70) * 0.006 }),
    ); // prettier-ignore
    const standing = standings(storm, project, 1);
    expect(told(standing)).toBe(500);
    expect(standing[0]).toMatchObject({ row: { id: 0 }, full: true });
    for (const one of [1, 2, 3, 4] as const) {
      const drawn = standing.filter(({ row }) => row.severity === one).length;
      const counted = standing.flatMap(({ counted }) => counted).filter(({ level }) => level === one);
      expect(drawn + counted.reduce((sum, { count }) => sum + count, 0)).toBe([0, 4, 36, 210, 250][one]);
    }
    expect(standing.length).toBeLessThan(25);
  });

  test('of a quiet city: all stand in full where there is room', () => {
    const few = [0, 10, 20].map((i) => rowOf({ id: i, severity: 4, lng: 112 + i, lat: 23 }));
    expect(standings(few, project, 1).every(({ full }) => full)).toBe(true);
  });

  test('lie on the map with the most urgent on top', () => {
    const few = [1, 2, 3].map((i) => rowOf({ id: i, severity: i, lng: 110 + i * 5, lat: 23 }));
    expect(marksOf(standings(few, project, 1)).map(({ icon }) => icon)).toEqual(['s3', 's2', 's1']);
  });
});

describe('a parent', () => {
  const parent = rowOf({ id: 1, severity: 3, title: '端州区短时强降雨积水', lng: 112.47, lat: 23.05 });
  const child = (id: number, wish: Partial<FrameRow> = {}): FrameRow => rowOf({ id, parentId: 1, severity: 2, lng: 112.4 + id * 0.001, ...wish }); // prettier-ignore

  test('stands on the wall for its two hundred children, as grave as the gravest and with their number', () => {
    const storm = [parent, ...Array.from({ length: 200 }, (_, i) => child(i + 2))];
    const shown = oneForMany(urgentFirst(storm) as FrameRow[]);
    expect(shown.map(({ id, severity }) => [id, severity])).toEqual([[1, 2]]);
    expect(childrenOf(shown[0]!)).toBe(200);
    expect(titleOf({ ...parent, title: '很长很长很长很长的标题' })).toBe('很长很长很长很长的标题');
    expect(titleOf(shown[0]!)).toBe('道路积水 200 处');
    expect(standings(shown, ([lng, lat]) => ({ x: lng, y: lat }), 1)).toHaveLength(1);
  });

  test('never hides a child in danger, nor one whose parent is not there, has no place or may not be shown', () => {
    const danger = child(2, { danger: ['有人被困'] });
    expect(ids(oneForMany(urgentFirst([parent, danger, child(3)]) as FrameRow[]))).toEqual([2, 1]);
    for (const other of [
      rowOf({ id: 9 }),
      { ...parent, lng: null, lat: null },
      { ...parent, wall: 'town' as const },
    ])
      expect(ids(oneForMany(urgentFirst([other, child(2)]) as FrameRow[]))).toContain(2);
  });
});

test('a name that has to give way never takes the place of its neighbour', () => {
  const area = { x: 0, y: 0, width: 200, height: 200 };
  const name = (id: string, y: number) => ({ id, x: 100, y, width: 60, height: 20 });
  const bridge = { x: 95, y: 75, width: 10, height: 10 };
  const placed = placeNames([name('north', 80), name('south', 100)], area, [bridge]);
  expect(placed.map(({ id, box }) => [id, box.y])).toEqual([
    ['north', 50],
    ['south', 90],
  ]);
});
