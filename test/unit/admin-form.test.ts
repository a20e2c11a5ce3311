import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { faultWords } from '#contracts/fault-words.ts';
import { ReferenceKind, referenceKinds } from '#contracts/reference.ts';
import { cityFolder } from '#geodata/city.ts';
import { readShipped } from '#store/load-reference.ts';
import { blankOf, formOf } from '../../client/admin/reference/fields.ts';
import type { Field } from '../../client/admin/reference/fields.ts';
import { isSame, tell } from '../../client/admin/reference/tell.ts';
import type { Names } from '../../client/admin/useNames.ts';

const names: Names = {
  of: (kind) => new Map([['flooding', `${kind} 内涝积水`]]),
  districts: new Map([['441202', '端州区']]),
};
const files = await readShipped(cityFolder('zhaoqing'));
const shipped = (kind: ReferenceKind): Record<string, unknown>[] =>
  files.filter((file) => file.kind === kind).flatMap((file) => file.rows);
const field = (kind: ReferenceKind, name: string): Field => formOf(kind).find((one) => one.name === name)!;

/** Every field at every depth. */
function* deep(fields: readonly Field[]): Generator<Field> {
  for (const one of fields) {
    yield one;
    if (one.type === 'group') yield* deep(one.fields);
    if (one.type === 'list') yield* deep([one.item]);
  }
}

describe.each(ReferenceKind.options)('%s', (kind) => {
  test('every field has a Chinese label, also those of its parts', () => {
    const labels = [...deep(formOf(kind))].filter(({ name }) => name !== '').map(({ label }) => label);
    for (const label of labels) expect(label).toMatch(/\p{Script=Han}/u);
  });

  test('every shipped value can be told, and stands for itself in the form', () => {
    const form = formOf(kind);
    for (const row of shipped(kind)) {
      // What a row may go without is empty in it.
      const wanted = form.filter(({ name, nullable }) => !nullable || name in row).map(({ name }) => name);
      expect(Object.keys(row).toSorted()).toEqual(wanted.toSorted());
      for (const one of form) expect(tell(one, row[one.name], names)).not.toMatch(/undefined|\[object|NaN/);
    }
  });
});

test('codes become pickers of what they name, severity its words, limits an amount with its unit', () => {
  expect(field('category', 'familyCode')).toMatchObject({ type: 'link', to: 'family' });
  expect(tell(field('category', 'familyCode'), 'flooding', names)).toBe('family 内涝积水');
  expect(tell(field('category', 'severity'), 1, names)).toBe('特急');
  expect(tell(field('route', 'districtCode'), null, names)).toBe('全市');
  const limit = { amount: 4, unit: 'urgent-hour' };
  const limits = [{ condition: 'default', promise: limit, unit: limit, sign: limit, dispatch: limit }];
  expect(tell(field('category', 'limits'), limits, names)).toMatch(
    /^立案条件 其余情形，对群众承诺时限 4 紧急工作时，承办时限 4 紧急工作时/,
  );
  expect(tell(field('calendar', 'hours'), [['08:30', '12:00']], names)).toBe('08:30 至 12:00');
});

test('the order of keys is no difference, a value is', () => {
  expect(isSame({ a: 1, b: [{ c: 2, d: null }] }, { b: [{ d: null, c: 2 }], a: 1 })).toBe(true);
  expect(isSame({ a: 1 }, { a: 2 })).toBe(false);
  expect(isSame(['x', 'y'], ['y', 'x'])).toBe(false);
});

describe('what is wrong is said in Chinese', () => {
  beforeAll(() => void z.config({ customError: faultWords }));
  afterAll(() => void z.config({ customError: () => undefined }));

  test.each(ReferenceKind.options)('in every field of a blank %s', (kind) => {
    const blank = Object.fromEntries(formOf(kind).map((one) => [one.name, blankOf(one)]));
    const { error } = referenceKinds[kind].schema.safeParse(blank);
    expect(error!.issues.length).toBeGreaterThan(0);
    for (const issue of error!.issues) expect(issue.message).toMatch(/^[^a-zA-Z]+$/);
  });

  test('by its bound', () => {
    const [row] = shipped('family');
    const fault = (change: object): string | undefined =>
      referenceKinds.family.schema.safeParse({ ...row, ...change }).error?.issues[0]?.message;
    expect(fault({ radiusM: 5 })).toBe('不得小于 10');
    expect(fault({ attach: 1.5 })).toBe('不得大于 1');
    expect(fault({ windowHours: 0 })).toBe('须大于 0');
    expect(fault({ radiusM: '100' })).toBe('请填写数字');
    expect(fault({ weightsVersion: '' })).toBe('请填写');
  });
});
