import { readFileSync } from 'node:fs';
import writeXlsxFile from 'write-excel-file/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { preview } from '#server/cli/import/preview.ts';
import { importFile } from '#server/cli/import/run.ts';
import { reasons } from '#server/cli/import/tally.ts';
import type { ImportCity } from '#server/cli/import/kind.ts';
import { makeCore } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { fileFolder, jobOf, openTestCity, startImport } from '#test/support/import.ts';

let core: Core;
let city: ImportCity & { close: () => Promise<void> };
const files = fileFolder();
beforeAll(async () => {
  core = await makeCore();
  city = await openTestCity(core.url, files.dir);
});
afterAll(async () => {
  await city.close();
  await core.close();
  files.clear();
});

const count = async (table: string): Promise<number> =>
  (await core.rows<{ n: number }>(`select count(*)::int as n from ${table}`))[0]!.n;
type Event = { key: string; observedAt: Date; history: boolean; body: string };
const events = (platform: string): Promise<Event[]> =>
  core.rows<Event>(
    `select key, observed_at as "observedAt", history, body from event where key like $1 order by key`,
    [`${platform}/%`],
  );

/** A workbook as the message board writes it: times as texts of two spellings and as dates, texts wrapped in tabs. */
async function messageBoard(): Promise<Buffer> {
  const text = (value: string): { value: string; type: StringConstructor } => ({ value, type: String });
  const wrapped = (words: string): { value: string; type: StringConstructor } =>
    text(`\n\t\t\t${words}\n\t\t\t\n\t\t`);
  return writeXlsxFile([
    ['留言编号', '留言用户', '留言主题', '留言时间', '留言详情'].map(text),
    [{ value: 188006, type: Number }, text('A0001'), text('一盏路灯不亮'), text('2019/2/8 9:05:05'), wrapped('小区门口路灯不亮，\n\t\t\t\t电话13812345678')],
    [{ value: 188007, type: Number }, text('A0002'), text('求助'), { value: new Date(Date.UTC(2019, 10, 22, 20, 0, 0)), type: Date, format: 'yyyy-mm-dd hh:mm:ss' }, wrapped('楼下水浸')],
    [{ value: 188008, type: Number }, text('A0003'), text('咨询'), text('前天下午'), wrapped('怎样办证')],
  ]).toBuffer(); // prettier-ignore
}

test('a workbook with two date formats in one column: history in event time, tidy words, the bad row named', async () => {
  const job = jobOf('hotline', files.write('留言.xlsx', await messageBoard()));
  const tally = await importFile(job, city);
  expect(tally).toMatchObject({ rows: 3, accepted: 2, duplicates: 0 });
  expect(tally.refused).toEqual([{ row: 4, code: 'bad-row', message: '留言时间“前天下午”不是能识别的时间' }]);
  const [first, second] = await events('wangluo-wenzheng');
  expect(first).toMatchObject({ key: 'wangluo-wenzheng/188006/1', history: true });
  expect(first!.observedAt.toISOString()).toBe('2019-02-08T01:05:05.000Z');
  expect(first!.body).toBe('一盏路灯不亮\n小区门口路灯不亮，\n电话138****5678');
  expect(second!.observedAt.toISOString()).toBe('2019-11-22T12:00:00.000Z');
});

test('history is merged and classified, and makes no task, deadline, delivery or live frame', async () => {
  await core.merge();
  const [incident] = await core.rows(
    `select status, category_code as category, opened_at as "openedAt" from incident order by opened_at limit 1`,
  );
  expect(incident).toMatchObject({ status: 'archived', openedAt: new Date('2019-02-08T01:05:05Z') });
  expect(await count('request')).toBe(2);
  // Pages are told that their lists of requests may differ; no row of the picture moves.
  expect(await core.rows("select entity from change where entity <> 'request'")).toEqual([]);
  for (const table of ['task', 'deadline', 'delivery']) expect([table, await count(table)]).toEqual([table, 0]);
}); // prettier-ignore

test('a second run changes nothing', async () => {
  const before = [await count('event'), await count('waiting'), await count('quarantine')];
  const tally = await importFile(jobOf('hotline', files.write('again.xlsx', await messageBoard())), city);
  expect(tally).toMatchObject({ rows: 3, accepted: 0, duplicates: 2 });
  expect([await count('event'), await count('waiting'), await count('quarantine')]).toEqual(before);
});

const calls = (lines: readonly string[]): string =>
  `工单号,受理时间,诉求内容,联系电话,经度,纬度\n${lines.join('\n')}\n`;
const gbk = (text: string): Buffer => {
  // Every GBK pair once: the encoder that the platform lacks, from the decoder that it has.
  const decoder = new TextDecoder('gbk');
  const bytes = new Map<string, Buffer>();
  for (let high = 0x81; high <= 0xfe; high += 1)
    for (let low = 0x40; low <= 0xfe; low += 1) {
      const pair = Buffer.of(high, low);
      bytes.set(decoder.decode(pair), pair);
    }
  return Buffer.concat([...text].map((letter) => bytes.get(letter) ?? Buffer.from(letter)));
};

test('a CSV of Excel is read in UTF-8 with its mark and in GBK alike, by its own headings', async () => {
  const lines = ['1,2020-01-02 08:00:00,"东门积水，请处理",13912345678,,', '2,2020年1月3日,"路灯""三号""不亮",,112.46,23.05'];
  const constants = { platform: 'utf' };
  const utf = files.write('utf.csv', `\uFEFF${calls(lines)}`);
  expect(await importFile(jobOf('hotline', utf, { constants }), city)).toMatchObject({ accepted: 2, refused: [] });
  const wide = files.write('gbk.csv', gbk(calls(lines)));
  expect(await importFile(jobOf('hotline', wide, { constants: { platform: 'gbk' } }), city)).toMatchObject({ accepted: 2, refused: [] });
  const words = async (platform: string): Promise<unknown[]> => (await events(platform)).map(({ body, observedAt }) => [body, observedAt]);
  expect(await words('gbk')).toEqual(await words('utf'));
  expect(await words('utf')).toEqual([
    ['东门积水，请处理', new Date('2020-01-02T00:00:00Z')],
    ['路灯"三号"不亮', new Date('2020-01-02T16:00:00Z')],
  ]);
}); // prettier-ignore

test('bad rows are reported with their row numbers, and harm nothing beside them', async () => {
  const file = files.write(
    'bad.csv',
    calls([
      '1,2020-01-02 08:00:00,好的,,,',
      '2,2020-02-30 08:00:00,没有这一天,,,',
      '3,2020-01-02 08:00:00,,,,',
      '4,2020-01-02 08:00:00,在外地,,0,0',
      '5,2020-01-02 08:00:00,好的,,,',
    ]),
  );
  const tally = await importFile(jobOf('hotline', file, { constants: { platform: 'bad' } }), city);
  expect(tally).toMatchObject({ rows: 5, accepted: 2 });
  expect(reasons(tally.refused).map(({ code, rows }) => [code, rows])).toEqual([
    ['bad-row', [3]],
    ['bad-item', [4]],
    ['outside-city', [5]],
  ]);
});

test('unknown columns are understood by a mapping; without one the file is refused with its columns and the fields', async () => {
  const file = files.write('own.csv', 'no;x\n'.replace(';', ',') + '7,y\n');
  await expect(importFile(jobOf('hotline', file), city)).rejects.toThrow(/缺少平台、来电时间、内容[^]*文件的列：no、x/);
  const told = files.write('told.csv', 'when,what,detail,urgency,east,north\n31/12/2019 23:30,路灯,不亮,H,112.465,23.05\n');
  const mapping = {
    columns: { when: 'calledAt', what: 'text', detail: 'text', urgency: 'urgent', east: 'lng', north: 'lat' },
    constants: { platform: 'own' },
    values: { urgent: { H: '是', L: '否' } },
    dateFormat: 'DD/MM/YYYY HH:mm',
    timeZone: 'America/Chicago',
    crs: 'gcj02',
  };
  expect(await importFile(jobOf('hotline', told, mapping), city)).toMatchObject({ accepted: 1, refused: [] });
  const [event] = await core.rows<{ body: string; observedAt: Date; severity: number; lng: number }>(
    `select body, observed_at as "observedAt", severity, st_x(geom) as lng from event where key like 'own/%'`,
  );
  expect(event).toMatchObject({ body: '路灯\n不亮', observedAt: new Date('2020-01-01T05:30:00Z'), severity: 2 });
  expect(event!.lng).toBeCloseTo(112.46, 2);
  expect(event!.lng).not.toBeCloseTo(112.465, 4);
  // No column numbers the tickets: the row itself does, in every run.
  expect(await importFile(jobOf('hotline', told, mapping), city)).toMatchObject({ accepted: 0, duplicates: 1 });
  await expect(importFile(jobOf('hotline', told, { columns: { when: 'nonsense' } }), city)).rejects.toThrow(/字段“nonsense”不属于/);
  await expect(importFile(jobOf('hotline', told, { columns: { wen: 'text' } }), city)).rejects.toThrow(/没有映射文件所说的列“wen”/);
}); // prettier-ignore

test('a dry run shows ten rows as they would be understood, masks people, and writes nothing', async () => {
  const before = [await count('event'), await count('quarantine')];
  const rows = Array.from(
    { length: 12 },
    (_, i) => `${i},2020-01-02 08:00:00,请致电13712345678,13712345678,,`,
  );
  const file = files.write('dry.csv', calls(['x,,没有时间,,,', ...rows]));
  const lines = await preview(jobOf('hotline', file, { constants: { platform: 'dry' } }), city);
  const text = lines.join('\n');
  expect(text).toContain('平台');
  expect(text).toMatch(/工单编号.*来电时间.*来电号码.*内容.*判断/);
  expect(lines.filter((line) => /^\d+ /.test(line))).toHaveLength(10);
  expect(text).toContain('2020-01-02 08:00:00');
  expect(text).toContain('可收，作为历史');
  expect(text).not.toContain('坐标系');
  expect(text).toMatch(/bad-item/);
  expect(text).not.toContain('13712345678');
  expect([await count('event'), await count('quarantine')]).toEqual(before);
});

test('killed in the middle and run again: every row is there once', async () => {
  const rows = Array.from({ length: 4_000 }, (_, i) => `${i},2020-01-02 08:00:00,第${i}件,,,`);
  const words = ['hotline', files.write('long.csv', calls(rows)), '--map', files.write('map.json', JSON.stringify({ constants: { platform: 'long' } }))];
  const stored = async (): Promise<number> => (await events('long')).length;
  const { child, done } = startImport(core.url, files.dir, words);
  while ((await stored()) === 0 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGKILL');
  await done;
  const before = await stored();
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(4_000);
  const tally = await importFile(jobOf('hotline', words[1]!, { constants: { platform: 'long' } }), city);
  expect(tally).toMatchObject({ rows: 4_000, accepted: 4_000 - before, duplicates: before, refused: [] });
  expect(await stored()).toBe(4_000);
}, 120_000); // prettier-ignore

test('the command ends in a summary that names codes, reasons and rows, and leaves a report of them', async () => {
  const file = files.write('short.csv', `平台,工单号,受理时间,诉求内容\nend,1,2020-01-02,一件\nend,2,昨天,一件\n`);
  const { code, printed } = await startImport(core.url, files.dir, ['hotline', file]).done;
  expect(printed).toMatch(/导入完成：热线工单 ← short.csv[^]*文件行数 2　收下 1　重复 0　未收 1/);
  expect(printed).toMatch(/未收 bad-row 1 条（第 3 行）：来电时间“昨天”不是能识别的时间/);
  expect(readFileSync(`${files.dir}/imports/hotline-short.csv.refused.csv`, 'utf8')).toMatch(/^\uFEFF行,代码,原因\n3,bad-row,/);
  expect(code).toBe(0);
}, 120_000); // prettier-ignore

test('a roster comes in from a workbook: units by name, days as dates or texts, the bad row named, numbers sealed, again without effect', async () => {
  const text = (value: string): { value: string; type: StringConstructor } => ({ value, type: String });
  const book = await writeXlsxFile([
    ['值班日期', '单位名称', '岗位', '姓名', '联系电话', '备岗', '备岗电话'].map(text),
    [{ value: new Date(Date.UTC(2026, 5, 12)), type: Date, format: 'yyyy-mm-dd' }, text('肇庆市城市运行管理中心'), text('带班领导'), text('陈带班'), text('13977654321'), text('李备岗'), text('13977650001')],
    [text('2026/06/13'), text('zq-center'), text('contact'), text('王值班'), text('0758-6173942'), text(''), text('')],
    [text('2026-06-13'), text('没有的单位'), text('单位值班'), text('某人'), text(''), text(''), text('')],
  ]).toBuffer(); // prettier-ignore
  const job = jobOf('duty', files.write('值班表.xlsx', book));
  const lines = (await preview(job, city)).join('\n');
  expect(lines).toContain('没有名为“没有的单位”的单位');
  expect(lines).not.toContain('13977654321');
  expect(await count('duty')).toBe(0);
  expect(await importFile(job, city)).toMatchObject({ rows: 3, accepted: 2, refused: [{ row: 4, code: 'bad-item' }] }); // prettier-ignore
  expect(await core.rows('select day, unit_code, post, name, stand_in from duty order by day')).toEqual([
    { day: '2026-06-12', unit_code: 'zq-center', post: 'lead', name: '陈带班', stand_in: '李备岗' },
    { day: '2026-06-13', unit_code: 'zq-center', post: 'contact', name: '王值班', stand_in: null },
  ]);
  expect(await importFile(job, city)).toMatchObject({ accepted: 0, duplicates: 2 });
  expect(await core.rows("select 1 from duty where phone_sealed::text like '%13977654321%'")).toEqual([]);
});

test('figures of the economy come in with their dates of publication; a later publication replaces, an earlier and one of tomorrow do not', async () => {
  const head = '指标名称,统计时期,数值,计量单位,同比增长（%）,数据来源,发布日期';
  const bring = (name: string, ...lines: string[]) =>
    importFile(jobOf('indicators', files.write(name, [head, ...lines].join('\n'))), city);
  const first = await bring(
    '指标1.csv',
    '规模以上工业增加值,2026年4月,98.5,亿元,-1.2,市统计局,2026-05-20',
    '地区生产总值,2026年一季度,712,亿元,4.1,市统计局,2026/4/28',
    '用电量,上半年,1,亿千瓦时,,供电局,2026-05-01',
    '进出口总额,2026-04,55,亿元,,海关,2999-01-01',
  );
  expect(first).toMatchObject({ accepted: 2, refused: [{ row: 4, code: 'bad-item' }, { row: 5, code: 'bad-item' }] });
  const revised = '规模以上工业增加值,2026-04,97.9,亿元,-1.9,市统计局,2026-06-02';
  expect(await bring('指标2.csv', revised)).toMatchObject({ accepted: 1 });
  expect(await bring('指标1.csv', '规模以上工业增加值,2026-04,98.5,亿元,-1.2,市统计局,2026-05-20')).toMatchObject({ accepted: 0, duplicates: 1 });
  expect(await core.rows('select name, period, value, change_percent from indicator order by name')).toEqual([
    { name: '地区生产总值', period: '2026-Q1', value: 712, change_percent: 4.1 },
    { name: '规模以上工业增加值', period: '2026-04', value: 97.9, change_percent: -1.9 },
  ]);
}); // prettier-ignore
