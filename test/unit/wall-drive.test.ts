import { expect, test } from 'vitest';
import { automatic } from '#contracts/driven-wall.ts';
import type { Wall, WallOrder, WallState } from '#contracts/driven-wall.ts';
import { afterOrder, orderWords } from '#domain/wall-state.ts';
import { rowOf } from '#test/support/live-row.ts';
import { canvasFault, checkWords, groupsOf, lineWords, showsWords } from '../../client/desk/walls/words.ts';
import { betweenSeams, columnSizes } from '../../client/wall/columns.ts';
import {
  graveForMs,
  isFree,
  pastNow,
  shownNow,
  tourScene,
  turnIn,
  watchGrave,
} from '../../client/wall/drive.ts';
import { seams } from '../../client/wall/screen.ts';

const began = Date.parse('2026-06-12T06:00:00+08:00');
const at = (seconds: number): number => began + seconds * 1000;
const tour = { list: ['overview', 'water', 'air'], dwellS: 30, startedAt: new Date(began).toISOString() };
const sceneIds = ['overview', 'water', 'air'];
const ordered = (state: WallState, ...orders: Exclude<WallOrder, { kind: 'back' }>[]): WallState =>
  orders.reduce((held, order) => afterOrder(held, order, new Date(began)), state);

type Input = Partial<Parameters<typeof shownNow>[0]> & { state?: Partial<WallState> };
const shown = ({ state, ...rest }: Input) =>
  shownNow({
    wall: state ? { state: { ...automatic, ...state } } : null,
    sceneIds,
    own: 'overview',
    rows: new Map(),
    grave: [],
    now: at(0),
    ...rest,
  });

test('a tour stands where the clock says, so that every wall and every late one agrees', () => {
  expect([0, 29, 30, 61, 90, 3_600].map((second) => tourScene(tour, at(second)))).toEqual([
    'overview',
    'overview',
    'water',
    'air',
    'overview',
    'overview',
  ]);
  expect([0, 29, 30, -5].map((second) => turnIn(tour, at(second)))).toEqual([30_000, 1_000, 30_000, 35_000]);
  // A wall whose clock is a little behind does not fall out of the list.
  expect(tourScene(tour, at(-5))).toBe('overview');
});

test('words of danger hold the tour until a person confirms them; then it goes on where the clock has come to', () => {
  const danger = rowOf({ id: 7, danger: ['被困'], lng: 112.4, lat: 23.1 });
  const held = shown({ state: { tour }, rows: new Map([[7, danger]]), now: at(40) });
  expect(held).toMatchObject({ sceneId: 'overview', interrupted: true, camera: { lng: 112.4, lat: 23.1 } });
  expect(held.spotlight?.id).toBe(7);
  const confirmed = new Map([[7, rowOf({ ...danger, danger: [] })]]);
  const after = shown({ state: { tour }, rows: confirmed, now: at(65) });
  expect(after).toMatchObject({ sceneId: 'air', interrupted: false, spotlight: null, camera: null });
});

test('where nobody has put anything the overview looks at what is in danger until it is confirmed; by hand it stays', () => {
  const rows = new Map([[7, rowOf({ id: 7, danger: ['被困'], lng: 112.4, lat: 23.1 })]]);
  expect(shown({ state: {}, rows })).toMatchObject({
    sceneId: 'overview',
    camera: { lng: 112.4, lat: 23.1 },
    spotlight: null,
    interrupted: false,
  });
  const confirmed = new Map([[7, rowOf({ id: 7, lng: 112.4, lat: 23.1 })]]);
  expect(shown({ state: {}, rows: confirmed }).camera).toBeNull();
  const sensitive = new Map([[7, rowOf({ id: 7, danger: ['被困'], lng: 112.4, lat: 23.1, wall: 'town' })]]);
  expect(shown({ state: {}, rows: sensitive }).camera).toBeNull();
  const camera = { lng: 111, lat: 24, zoom: 9, pitch: 0, bearing: 0 };
  expect(shown({ state: { camera }, rows }).camera).toEqual(camera);
  const past = { at: '2026-06-12T05:00:00+08:00', speed: 1 as const, startedAt: tour.startedAt };
  for (const state of [{ scene: 'overview' }, { scene: 'water' }, { past }])
    expect(shown({ state, rows }).camera).toBeNull();
  expect(shown({ own: 'water', state: {}, rows }).camera).toBeNull();
  expect(shown({ rows }).camera).toBeNull();
});

test('what has just become 特急 stands before a tour for a minute, and before nothing else', () => {
  const watch = watchGrave();
  const change = (id: number, severity: number, news: boolean) =>
    watch.take(
      {
        upserts: [rowOf({ id, severity })],
        removals: [],
        done: [],
        readings: null,
        movers: null,
        reset: false,
        news,
      },
      at(0),
    );
  change(1, 1, false);
  change(2, 2, true);
  expect(watch.at(at(1))).toEqual([]);
  change(2, 1, true);
  change(2, 1, true);
  expect(watch.at(at(60))).toEqual([2]);
  expect(watch.at(at(0) + graveForMs + 1)).toEqual([]);

  const rows = new Map([[2, rowOf({ id: 2, severity: 1 })]]);
  expect(shown({ state: { tour }, rows, grave: [2], now: at(35) })).toMatchObject({ interrupted: true });
  const byHand = shown({ state: { scene: 'water' }, rows, grave: [2], now: at(35) });
  expect(byHand).toMatchObject({ sceneId: 'water', interrupted: false, spotlight: null });
});

test('a wall shows what it was told; of what it does not know, and of what no wall may show, nothing', () => {
  expect(shown({ own: 'air' })).toMatchObject({ sceneId: 'air', message: null, testCard: false });
  expect(shown({ own: 'air', state: {} }).sceneId).toBe('air');
  expect(shown({ state: { scene: 'no-such' } }).sceneId).toBe('overview');
  expect(shown({ state: { tour: { ...tour, list: ['x', 'water', 'y'] } }, now: at(65) }).sceneId).toBe(
    'water',
  );
  const rows = new Map(
    [1, 2].map((id) => [id, rowOf({ id, lng: 112, lat: 23, wall: id === 1 ? 'point' : 'town' })]),
  );
  expect(shown({ state: { spotlight: 1 }, rows })).toMatchObject({
    spotlight: { id: 1 },
    camera: { lng: 112 },
  });
  expect(shown({ state: { spotlight: 2 }, rows })).toMatchObject({ spotlight: null, camera: null });
  expect(shown({ state: { spotlight: 9 }, rows }).spotlight).toBeNull();
  const message = { text: '十点会商', until: new Date(at(60)).toISOString() };
  expect([59, 61].map((second) => shown({ state: { message }, now: at(second) }).message)).toEqual([
    '十点会商',
    null,
  ]);
  expect([null, { state: automatic }].map(isFree)).toEqual([true, true]);
  expect(isFree({ state: { ...automatic, scene: 'water' } })).toBe(false);
});

test('what an order puts in the middle takes the other away; message and layers stay until they are taken back', () => {
  const camera = { lng: 112, lat: 23, zoom: 12, pitch: 0, bearing: 0 };
  const layers = { sensors: false, matters: true, lens: true };
  const full = ordered(
    automatic,
    { kind: 'message', text: '十点会商', minutes: 5 },
    { kind: 'layers', layers },
    { kind: 'scene', scene: 'water' },
    { kind: 'camera', camera },
    { kind: 'spotlight', incidentId: 4 },
  );
  expect(full).toMatchObject({ scene: 'water', camera, spotlight: 4, layers });
  expect(full.message?.until).toBe(new Date(at(300)).toISOString());
  expect(ordered(full, { kind: 'no-spotlight' })).toMatchObject({ scene: 'water', camera, spotlight: null });
  const touring = ordered(full, { kind: 'tour', list: ['air', 'water'], dwellS: 20 });
  expect(touring).toMatchObject({ scene: null, camera: null, spotlight: null, layers });
  expect(touring.message).toEqual(full.message);
  expect(ordered(touring, { kind: 'test-card', on: true })).toMatchObject({
    testCard: true,
    tour: touring.tour,
  });
  expect(ordered(touring, { kind: 'automatic' })).toEqual(automatic);
  const names = { sceneOf: (id: string) => (id === 'water' ? '防汛' : id), matter: '塌陷' };
  expect(orderWords({ kind: 'scene', scene: 'water' }, names)).toBe('切到专题“防汛”');
  expect(orderWords({ kind: 'spotlight', incidentId: 4 }, names)).toBe('上墙“塌陷”');
});

test('columns end before a seam that lies near their end, and bear one that does not', () => {
  expect(betweenSeams([43.4, 41], [88.89]).map((width) => width.toFixed(1))).toEqual(['43.4', '40.0']);
  expect(betweenSeams([43.4], [20])).toEqual([43.4]);
  expect(columnSizes(7680, 2160, null)).toEqual({});
  expect(columnSizes(7680, 2160, { across: 4, down: 2 })['--next']).toBe('40.03cqh');
  expect(seams(7680, 2160, { across: 2, down: 1 }).map(({ x, width }) => x + width / 2)).toEqual([3840]);
});

test('the console says in words what a wall is and shows, and that its canvas has shrunk', () => {
  const report = {
    width: 7680,
    height: 2160,
    ratio: 1,
    canvas: { asked: [7680, 2160] as [number, number], drawn: [4096, 1152] as [number, number] },
    scenes: [{ id: 'water', title: '防汛' }],
    scene: 'water',
    version: 3,
    interrupted: false,
  };
  const wall = {
    id: 1,
    group: null,
    state: { ...automatic, tour },
    version: 3,
    online: true,
    silentS: 2,
    report,
    spotlightTitle: null,
  } as unknown as Wall;
  expect(showsWords(wall, began)).toBe('轮播（防汛）');
  expect(showsWords({ ...wall, version: 4 }, began)).toBe('轮播（防汛），正在切换');
  expect(canvasFault(wall)).toContain('应为 7680 × 2160，实得 4096 × 1152');
  expect(canvasFault({ report: { ...report, canvas: null } })).toBeNull();
  const checked = (same: boolean): string =>
    checkWords({ check: { at: new Date(began).toISOString(), same } as Wall['check'] }, began);
  expect([checked(true), checked(false), checkWords({ check: null }, began)]).toEqual([
    '画面一致 06:00',
    '画面不一致，已于 06:00 重取',
    '',
  ]);
  const off = (silentS: number | null) => lineWords({ online: false, silentS });
  expect([off(null), off(40), off(720), off(90_000)]).toEqual([
    '未上线',
    '离线 40 秒',
    '离线 12 分',
    '离线 25 小时',
  ]);
  const grouped = groupsOf([wall, { ...wall, id: 2, group: '大厅' }, { ...wall, id: 3 }]);
  expect(grouped.map(({ name, walls }) => [name, walls.length])).toEqual([
    ['大厅', 1],
    ['', 2],
  ]);
});

test('walls told to look back stand at the same instant whenever they were told, and never later than now', () => {
  const past = {
    at: '2026-06-12T05:00:00+08:00',
    speed: 60,
    startedAt: new Date(began).toISOString(),
  } as const;
  const minutes = (seconds: number): number => (pastNow(past, at(seconds)) - Date.parse(past.at)) / 60_000;
  expect([0, 10, 59].map(minutes)).toEqual([0, 10, 59]);
  expect(pastNow(past, at(3_600))).toBe(at(3_600));
  expect(pastNow({ ...past, speed: 0 }, at(500))).toBe(Date.parse(past.at));
  // A wall whose clock is a little behind begins where it was told to.
  expect(pastNow(past, at(-5))).toBe(Date.parse(past.at));
});

test('looking back keeps scene and tour, is undone by 回到现在, and nothing of then interrupts', () => {
  const order = { kind: 'past', at: '2026-06-12T05:00:00+08:00', speed: 600 } as const;
  const state = ordered(automatic, { kind: 'tour', list: tour.list, dwellS: 30 }, order);
  expect(state).toMatchObject({ tour: { dwellS: 30 }, past: { at: order.at, speed: 600 } });
  expect(ordered(state, { kind: 'present' }).past).toBeNull();
  expect(ordered(state, { kind: 'automatic' }).past).toBeNull();
  const danger = rowOf({ id: 7, danger: ['被困'], lng: 112.4, lat: 23.1 });
  expect(shown({ state, rows: new Map([[7, danger]]), now: at(40) })).toMatchObject({
    sceneId: 'water',
    interrupted: false,
  });
  const names = { sceneOf: (id: string) => id, matter: null };
  expect(orderWords(order, names)).toBe('回看 06-12 05:00，600 倍速');
  expect(orderWords({ kind: 'present' }, names)).toBe('回到现在');
});
