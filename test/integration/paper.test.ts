import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { inTransaction, makePool } from '#store/db.ts';
import { asCsv } from '#workers/paper/render.ts';
import { writePaper } from '#workers/paper/write-paper.ts';
import { addIncident } from '#test/support/rows.ts';
import { freshDatabase } from '#test/support/stack.ts';
import { referenceOf } from '#test/support/test-parts.ts';

const database = await freshDatabase();
const pool = makePool(database.url, 4, 'test');
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'paper-'));
const reference = referenceOf();
reference.unit.get('u1')!.dutyPhone = '0758-2233445';
const parts = { pool, reference: () => reference, dataDir };
const paper = (name: string): string => readFileSync(path.join(dataDir, 'paper', name), 'utf8');
afterAll(async () => {
  await pool.end();
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('who loses every screen has the open matters on paper: whose they are, until when, and whom to call', async () => {
  const plain = await addIncident(pool, { unit: 'u1', status: 'handling', title: '人民路积水<深>' });
  await addIncident(pool, { unit: 'u2', wall: 'town', title: '某户渗水' });
  await addIncident(pool, { unit: 'u2', wall: 'never', title: '举报某单位' });
  await addIncident(pool, { unit: 'u2', status: 'closed', title: '已经办完' });
  const danger = await addIncident(pool, { unit: null, title: '有人落水' });
  await inTransaction(pool, '*', async (tx) => {
    await tx.query("update incident set due_at = city_now() - interval '1 minute' where id = $1", [plain]);
    await tx.query("update incident set danger = '{落水}', danger_event_id = 1 where id = $1", [danger]);
  });
  expect(await writePaper(parts)).toBe(4);
  const [html, csv] = [paper('open.html'), paper('open.csv')];
  const lines = csv.split('\r\n');
  expect(lines[1]).toContain('有人落水');
  expect(lines.find((line) => line.includes('人民路积水'))).toMatch(
    /市排水中心","0758-2233445".*已超.*处置中/u,
  );
  expect(html).toContain('人民路积水&lt;深&gt;');
  expect(html).toMatch(/共 4 件，其中超时 1 件/u);
  for (const text of [html, csv]) {
    expect(text).not.toMatch(/已经办完|举报某单位/u);
    // The place of the two sensitive ones is their township alone.
    expect(text.match(/人民路 1 号/gu)).toHaveLength(2);
    expect(text.match(/端州区/gu)!.length).toBeGreaterThanOrEqual(2);
  }
  expect(html).not.toMatch(/<script|https?:\/\//u);
});

test('the last day stays hour by hour, and no half-written file lies about', async () => {
  const hourly = path.join(dataDir, 'paper', 'hourly');
  mkdirSync(hourly, { recursive: true });
  for (let n = 0; n < 30; n += 1)
    for (const kind of ['html', 'csv'])
      writeFileSync(
        path.join(hourly, `202001${10 + Math.floor(n / 24)}-${String(n % 24).padStart(2, '0')}.${kind}`),
        'old',
      );
  for (const name of readdirSync(hourly).filter((one) => !one.startsWith('2020')))
    rmSync(path.join(hourly, name));
  await writePaper(parts);
  const names = readdirSync(hourly);
  expect(names.filter((name) => name.endsWith('html')).length).toBeLessThanOrEqual(25);
  expect(names.some((name) => !name.startsWith('2020'))).toBe(true);
  expect(
    [...names, ...readdirSync(path.join(dataDir, 'paper'))].filter((name) => name.endsWith('.next')),
  ).toEqual([]);
});

test('a spreadsheet takes no cell for a formula', () => {
  const csv = asCsv([{ cells: ['=cmd|x', '说"是"'], danger: false, overdue: false }]);
  expect(csv.startsWith('\uFEFF')).toBe(true);
  expect(csv).toContain('"\'=cmd|x","说""是"""');
  for (const sign of '=+-@＝＋－＠\t\r\n')
    expect(asCsv([{ cells: [`${sign}1+1`], danger: false, overdue: false }])).toContain(`"'${sign}1+1"`);
});
