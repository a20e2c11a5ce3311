import { expect, test } from 'vitest';
import { rowOf } from '#test/support/live-row.ts';
import { overlaps } from '../../client/wall/labels.ts';
import { mapLabels } from '../../client/wall/map/label-list.ts';
import type { LabelInput } from '../../client/wall/map/label-list.ts';
import type { Standing } from '../../client/wall/map/marks.ts';

const height = 1_000;
/** The only room beside the symbol lies at its right. */
const input = (standing: readonly Standing[]): LabelInput => ({
  standing,
  units: [],
  towns: [],
  places: [],
  areas: [],
  warned: [],
  area: { x: 0, y: 0, width: 1_600, height },
  obstacles: [
    { x: 0, y: 0, width: 470, height },
    { x: 470, y: 0, width: 1_130, height: 440 },
    { x: 470, y: 560, width: 1_130, height: 200 },
  ],
  height,
  measure: (text, size) => text.length * size,
});
const standing = (severity: number): Standing => ({
  row: rowOf({ id: 7, severity, title: '肇庆大桥船舶偏航' }),
  at: [112.46, 23.05],
  x: 500,
  y: 500,
  size: 46,
  full: true,
  counted: [
    { level: 3, count: 4 },
    { level: 4, count: 2 },
  ],
});

test.each([
  ['the gravest matter is named where there is room for one label, and what is counted stands farther off', 1, ['matter', 'counts']], // prettier-ignore
  ['of a lesser one at least what is counted is said', 3, ['counts']],
])('%s', (_, severity, kinds) => {
  const labels = mapLabels(input([standing(severity)]));
  expect(labels.map(({ kind }) => kind).toSorted()).toEqual(kinds.toSorted());
  for (const [i, one] of labels.entries())
    for (const other of labels.slice(i + 1)) expect(overlaps(one.box, other.box)).toBe(false);
});
