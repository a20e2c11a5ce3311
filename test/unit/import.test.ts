import { afterAll, expect, test } from 'vitest';
import { readArguments, usage } from '#server/cli/import/arguments.ts';
import { makeTally, summary } from '#server/cli/import/tally.ts';
import { table } from '#server/cli/import/table.ts';
import { readTime, readValue, tidy } from '#server/cli/import/values.ts';
import type { Format, ImportKind, Row } from '#server/cli/import/kind.ts';
import { format as xml } from '#server/cli/import/formats/xml.ts';
import { format as ndjson } from '#server/cli/import/formats/ndjson.ts';
import { fileFolder } from '#test/support/import.ts';

const files = fileFolder();
afterAll(() => files.clear());

const all = async (rows: AsyncIterable<Row>): Promise<Row[]> => {
  const list: Row[] = [];
  for await (const row of rows) list.push(row);
  return list;
};
const take = (): never => {
  throw new Error('not in this test');
};
const kinds: ImportKind[] = [
  { id: 'hotline', title: '热线工单', formats: ['xlsx', 'csv'], fields: [], batch: 1, take },
];
const formats = ['xlsx', 'csv', 'xml'].map((id): Format => ({ id, title: id, rows: take }));

test.each([
  [[], '请说明导入什么：hotline'],
  [['houses', 'a.csv'], '请说明导入什么：hotline'],
  [['hotline'], '请给出要导入的文件'],
  [['hotline', 'a.pdf'], '不能从 .pdf 文件导入'],
  [['hotline', 'a.xml'], '不能从 .xml 文件导入'],
  [['hotline', 'a.csv', 'b.csv'], '每次只导入一个文件'],
  [['hotline', 'a.csv', '--crs', 'utm'], '不认识的坐标系“utm”'],
  [['hotline', 'a.csv', '--bogus'], '不认识的选项'],
])('the words %j are refused with one Chinese sentence', (words, says) => {
  expect(() => readArguments(words, kinds, formats)).toThrow(says);
});

test('kind, file and options are read; --help asks for the usage, which names every kind', () => {
  const wanted = readArguments(['hotline', 'a.XLSX', '--dry-run', '--crs', 'GCJ02'], kinds, formats);
  expect(wanted).toMatchObject({ file: 'a.XLSX', dryRun: true, crs: 'gcj02' });
  expect(readArguments(['--help'], kinds, formats)).toBeNull();
  expect(usage(kinds)).toContain('hotline      热线工单（xlsx、csv）');
});

test.each([
  ['2019/2/8 9:05:05', 'Asia/Shanghai', undefined, '2019-02-08T01:05:05.000Z'],
  ['2019-07-18T12:00:00', 'Asia/Shanghai', undefined, '2019-07-18T04:00:00.000Z'],
  ['2019年7月18日', 'Asia/Shanghai', undefined, '2019-07-17T16:00:00.000Z'],
  ['2018-12-18T00:00:00.000', 'America/Chicago', undefined, '2018-12-18T06:00:00.000Z'],
  ['2018-07-01 00:00:00', 'America/Chicago', undefined, '2018-07-01T05:00:00.000Z'],
  ['2019-07-18T12:00:00+08:00', 'UTC', undefined, '2019-07-18T04:00:00.000Z'],
  ['31/12/2019 23:30', 'UTC', 'DD/MM/YYYY HH:mm', '2019-12-31T23:30:00.000Z'],
  [1_691_324_667_212, 'UTC', undefined, '2023-08-06T12:24:27.212Z'],
  [new Date(Date.UTC(2019, 10, 22, 20, 0, 0, -1)), 'Asia/Shanghai', undefined, '2019-11-22T12:00:00.000Z'],
  ['2019-02-30 08:00', 'Asia/Shanghai', undefined, null],
  ['2019-02-03 25:00', 'Asia/Shanghai', undefined, null],
  ['31/12/2019', 'Asia/Shanghai', undefined, null],
  ['昨天', 'Asia/Shanghai', undefined, null],
])('the time %s of %s is understood', (value, zone, format, expected) => {
  expect(readTime(value, zone, format)).toBe(expected);
});

test('cells become what their field wants, or a Chinese sentence', () => {
  const zone = { zone: 'Asia/Shanghai' };
  const number = { name: 'value', title: '数值', type: 'number' } as const;
  expect(readValue(number, ' 1,234.5 ', zone)).toBe(1234.5);
  expect(readValue(number, '21', { ...zone, scale: 0.01 })).toBeCloseTo(0.21);
  expect(() => readValue(number, '约三', zone)).toThrow('数值“约三”不是数');
  expect(() => readValue(number, '[0.1,0.2]', zone)).toThrow('不是数');
  expect(readValue({ name: 'urgent', title: '紧急', type: 'flag' }, '是', zone)).toBe(true);
  expect(readValue({ name: 'metrics', title: '指标', type: 'list' }, 'a|b, c', zone)).toEqual([
    'a',
    'b',
    'c',
  ]);
  expect(tidy('\n\t\t 一行  字\t\n\n\t 下一行\n')).toBe('一行 字\n下一行');
});

test('XML with an entity that nobody declared is read; a broken document is not', async () => {
  const record = (name: string): string =>
    `<b:R xmlns:b="x"><b:Area>${name}</b:Area><b:PM10>&mdash;</b:PM10><b:Odd>&nonsense;</b:Odd><b:Nest><c>1</c></b:Nest></b:R>`;
  const rows = await all(xml.rows(files.write('a.xml', `<A>${record('北京市')}${record('肇庆市')}</A>`)));
  expect(rows).toEqual([
    { no: 1, cells: { Area: '北京市', PM10: '—', Odd: '&nonsense;' } },
    { no: 2, cells: { Area: '肇庆市', PM10: '—', Odd: '&nonsense;' } },
  ]);
  const broken = files.write('b.xml', '<A><b></A>');
  await expect(all(xml.rows(broken))).rejects.toThrow('不是有效的 XML 文件');
});

test('a broken line of NDJSON harms nothing beside it', async () => {
  const rows = await all(ndjson.rows(files.write('a.ndjson', '{"a":1}\n{broken\n\n{"a":2}\n')));
  expect(rows.map(({ no, cells }) => [no, Object.keys(cells)])).toEqual([
    [1, ['a']],
    [2, ['unreadableLine']],
    [4, ['a']],
  ]);
});

test('a table counts a Chinese letter as two cells; a summary groups refusals that differ in names and numbers only', () => {
  expect(table(['行', '名称'], [['1', '西江'], ['10', 'ab']])).toEqual(['行  名称', '──  ────', '1   西江', '10  ab']);
  const tally = makeTally();
  tally.rows = 3;
  tally.answered({ accepted: 1, duplicates: 0, quarantined: [{ index: 1, code: 'unknown-device', message: '设备“a”未登记' }, { index: 2, code: 'unknown-device', message: '设备“b”未登记' }] }, [2, 3, 4]);
  const lines = summary(tally, 1, null);
  expect(lines).toContain('  未收 unknown-device 2 条（第 3、4 行）：设备“a”未登记');
}); // prettier-ignore
