import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fieldNames, nameOfPath } from '#contracts/field-names.ts';
import { faultWords } from '#contracts/fault-words.ts';
import { readConfig } from '#server/config.ts';
import { loadRoutes } from '#server/http/mount.ts';
import { source as camera } from '#server/sources/camera.ts';
import { wordsOf } from '#server/sources/common.ts';
import { source as hotline } from '#server/sources/hotline.ts';
import { source as report } from '#server/sources/report.ts';
import { source as sensor } from '#server/sources/sensor.ts';
import { source as vehicle } from '#server/sources/vehicle.ts';
import { source as vessel } from '#server/sources/vessel.ts';
import { source as warning } from '#server/sources/warning.ts';
import { foreignWords } from '#test/support/chinese.ts';

beforeAll(() => void z.config({ customError: faultWords }));
afterAll(() => void z.config({ customError: () => undefined }));

const hostile: unknown[] = [
  undefined,
  null,
  '',
  ' ',
  'x'.repeat(20_001),
  '两 字',
  -1e308,
  0.5,
  1e308,
  Number.NaN,
  true,
  [],
  [null],
  Array.from({ length: 40 }, () => 'x'),
  {},
  { a: { b: 1 } },
];

const keysOf = (schema: z.ZodType): string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape as object) : [];

/** Every complaint about hostile values: in place of the whole, and in all keys. */
function* complaints(schema: z.ZodType): Generator<z.ZodError> {
  const keys = keysOf(schema);
  for (const value of hostile) {
    const tries = [
      value,
      Object.fromEntries(keys.map((key) => [key, value])),
      { items: [value, Object.fromEntries(keys.map((key) => [key, value]))] },
    ];
    for (const one of tries) {
      const { error } = schema.safeParse(one);
      if (error) yield error;
    }
  }
}

describe('whatever is wrong is said in Chinese', () => {
  test.each([camera, hotline, report, sensor, vehicle, vessel, warning])(
    'at the door of $title',
    ({ item }) => {
      let heard = 0;
      for (const error of complaints(item)) {
        heard += 1;
        expect(foreignWords(wordsOf(error)), wordsOf(error)).toBe(null);
      }
      expect(heard).toBeGreaterThan(30);
    },
  );

  test('by every route that takes a body or a query', async () => {
    const schemas = (await loadRoutes()).flatMap(({ body, query }) => [body, query]).filter((one) => !!one);
    expect(schemas.length).toBeGreaterThan(40);
    for (const schema of schemas)
      for (const error of complaints(schema))
        for (const { message } of error.issues) expect(foreignWords(message), message).toBe(null);
  });

  test('by the settings of the process', () => {
    const wrong = () => readConfig({ PORT: 'x', ROLE: 'both', CHENGYUN_MERGERS: '99' });
    expect(wrong).toThrow(/PORT: .*\n.*ROLE: 只能是 all、server、workers/su);
    expect(wrong).not.toThrow(/Invalid|expected/);
  });

  test('a field is called by its name, a list counts from one', () => {
    expect(nameOfPath(['calledAt'])).toBe('来电时间');
    expect(nameOfPath(['items', 3, 'lng'])).toBe('清单第 4 项经度');
    expect(wordsOf(hotline.item.safeParse({ text: '水浸' }).error!)).toBe(
      '字段有误（来源平台 platform：请填写；工单号 ticketNo：请填写；来电时间 calledAt：请填写）',
    );
  });
});

/** Every key at every depth of what a schema takes. */
function deepKeys(schema: z.ZodType): string[] {
  const keys: string[] = [];
  JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), (name, value: unknown) => {
    if (name === 'properties') keys.push(...Object.keys(value as object));
    return value;
  });
  return keys;
}

test('every key that a door or a route takes has a Chinese name', async () => {
  const doors = [camera, hotline, report, sensor, vehicle, vessel, warning].map(({ item }) => item);
  const routes = (await loadRoutes()).flatMap(({ body, query }) => [body, query]).filter((one) => !!one);
  const keys = new Set([...doors, ...routes].flatMap(deepKeys));
  const nameless = [...keys].filter((key) => fieldNames[key] === undefined);
  expect(nameless, 'name them in server/contracts/field-names.ts').toEqual([]);
});

test('the check itself sees a library’s words, and lets keys and codes pass', () => {
  for (const words of ['无效输入：期望 string', 'Invalid input', '内容 must be given', '读数：NaN'])
    expect(foreignWords(words), words).not.toBe(null);
  for (const words of ['来电时间 calledAt：请填写', '只能是 help、praise', '未登记的识别类型“flying saucer”'])
    expect(foreignWords(words), words).toBe(null);
});
