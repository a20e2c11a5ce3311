import { describe, expect, test } from 'vitest';
import { rowOf } from '#test/support/live-row.ts';
import { readScenes } from '../../client/wall/scene.ts';
import {
  addressOfScene,
  hushedUntil,
  nextScene,
  reloadDue,
  sceneFromAddress,
  seams,
  unknownScene,
  wallSizes,
} from '../../client/wall/screen.ts';
import { bellWords } from '../../client/wall/use-bell.ts';
import { changeWords, placeOf, shortCredit, spanParts } from '../../client/wall/words.ts';
import type { Scene } from '../../client/wall/scene.ts';

const scene = (id: string): Scene => ({
  id,
  title: id,
  duty: '综合',
  rank: id === 'overview' ? 0 : 1,
  layers: () => [],
  Panel: () => null,
  camera: (base) => [
    [base.bounds[0], base.bounds[1]],
    [base.bounds[2], base.bounds[3]],
  ],
  legend: [],
});
const three = ['overview', 'air', 'water'].map(scene);

describe('the folder of scenes', () => {
  test('is read with the overview first', () => {
    const files = {
      './scenes/water.tsx': { scene: scene('water') },
      './scenes/overview.tsx': { scene: scene('overview') },
    };
    expect(readScenes(files).map(({ id }) => id)).toEqual(['overview', 'water']);
  });
  test('refuses a file without its definition', () => {
    expect(() => readScenes({ './scenes/air.tsx': {} })).toThrow('does not export `scene`');
  });
  test('refuses an id that is not the name of its file', () => {
    expect(() => readScenes({ './scenes/air.tsx': { scene: scene('water') } })).toThrow(
      'declares id "water"',
    );
  });
});

test('a scene is chosen by address, digit or arrow, and nothing else', () => {
  expect(sceneFromAddress('?scene=water', three)).toBe('water');
  expect(sceneFromAddress('?scene=none', three)).toBe('overview');
  expect(unknownScene('?scene=none', three)).toBe('没有专题“none”，已显示“overview”');
  expect(['', '?scene=', '?scene=water'].map((search) => unknownScene(search, three))).toEqual([
    null,
    null,
    null,
  ]);
  const past = 'http://city/wall?at=2026-06-12';
  expect(addressOfScene(past, 'water')).toBe(`${past}&scene=water`);
  expect(addressOfScene(`${past}&scene=water`, 'overview')).toBe(past);
  expect(['2', '9', 'ArrowLeft', 'x'].map((key) => nextScene(three, 'overview', key))).toEqual([
    'air',
    'overview',
    'water',
    'overview',
  ]);
});

test('text grows on a physically lower wall and shrinks on a higher one, within what the columns hold', () => {
  const factor = (search: string, height: number): string | undefined => wallSizes(search, height)['--k'];
  expect(factor('', 2160)).toBeUndefined();
  expect(factor('?mm=0.63', 2160)).toBe('1.000');
  expect(factor('?mm=0.55', 2160)).toBe('1.145');
  expect(factor('?mm=0.315', 2160)).toBe('1.200');
  expect(factor('?mm=1.25', 2160)).toBe('0.750');
});

test('tiles meet at multiples of 1920 and 1080; one tile has no seam', () => {
  expect(seams(1920, 1080)).toEqual([]);
  expect(seams(3840, 2160)).toHaveLength(2);
  expect(seams(7680, 2160)).toHaveLength(4);
});

test('the page loads itself afresh at four at night, when it is old and nothing rings', () => {
  const night = Date.parse('2026-06-12T04:10:00+08:00');
  const hours = (count: number): number => night - count * 3_600_000;
  expect(reloadDue(night, hours(13), true)).toBe(true);
  expect(reloadDue(night, hours(1), true)).toBe(false);
  expect(reloadDue(night, hours(13), false)).toBe(false);
  expect(reloadDue(Date.parse('2026-06-12T05:10:00+08:00'), hours(13), true)).toBe(false);
});

test('a wall keeps quiet in its own hours, over midnight too, and says that the desk does not', () => {
  const at = (clock: string): number => Date.parse(`2026-06-12T${clock}:00+08:00`);
  const night = { from: '22:00', to: '07:00' };
  expect(['21:59', '22:00', '03:00', '06:59', '07:00'].map((clock) => hushedUntil(night, at(clock)))).toEqual(
    [null, '07:00', '07:00', '07:00', null],
  );
  const noon = { from: '12:00', to: '14:00' };
  expect(['11:59', '12:00', '14:00', '23:00'].map((clock) => hushedUntil(noon, at(clock)))).toEqual([
    null,
    '14:00',
    null,
    null,
  ]);
  expect(hushedUntil(null, at('03:00'))).toBeNull();
  expect(bellWords({ kind: 'hushed', until: '07:00' })).toEqual({
    words: '本屏静音至 07:00，值班台响铃',
    mute: true,
  });
});

describe('words', () => {
  const words = (ms: number): string =>
    spanParts(ms)
      .map(({ figure, unit }) => figure + unit)
      .join('');
  test('of a span are its two largest units', () => {
    expect([0, 5 * 60_000, 132 * 60_000, -125 * 60_000, 76 * 3_600_000].map(words)).toEqual([
      '0分',
      '5分',
      '2小时12分',
      '2小时05分',
      '3天4小时',
    ]);
  });
  test('of a change hold both numbers', () => {
    expect(changeWords(186, 132)).toBe('昨日同时段 132 件 +41 %');
    expect(changeWords(66, 132)).toBe('昨日同时段 132 件 −50 %');
    expect(changeWords(132, 132)).toBe('昨日同时段 132 件 ±0 %');
    expect(changeWords(7, 0)).toBe('昨日同时段 0 件');
    expect(changeWords(0, 0)).toBe('昨日同时段也无来件');
    expect(changeWords(7, null)).toBe('昨日尚无记录');
  });
  test('of a place are its township, else its district, never an address', () => {
    const names = new Map([['d1', '端州区'], ['t1', '睦岗街道']]); // prettier-ignore
    expect(placeOf(rowOf({ townCode: 't1', districtCode: 'd1' }), names)).toBe('睦岗街道');
    expect(placeOf(rowOf({ districtCode: 'd1' }), names)).toBe('端州区');
    expect(placeOf(rowOf({ address: '人民路 1 号' }), names)).toBe('地点待定');
  });
  test('of a credit name who must be named', () => {
    expect(shortCredit('界线：某包（MIT） · 河流参照 © OpenStreetMap contributors')).toBe(
      '© OpenStreetMap contributors',
    );
    expect(shortCredit('肇庆市自然资源局')).toBe('肇庆市自然资源局');
  });
});
