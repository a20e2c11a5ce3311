import { afterAll, beforeAll, expect, test } from 'vitest';
import { DayBrief } from '#contracts/day-brief.ts';
import { Cases } from '#contracts/stats.ts';
import { makeDayBrief } from '#flows/make-day-brief.ts';
import { makePartitions } from '#store/upkeep.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { makeCore, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { addIncident } from '#test/support/rows.ts';
import { partsOf } from '#test/support/zip.ts';

const day = '2026-06-12';
let core: Core;
let app: TestApp;
const cookies = new Map<string, string>();
beforeAll(async () => {
  core = await makeCore();
  app = await startApp(core.pool);
  await at('2026-06-11 07:00');
  await makePartitions(core.pool, new Date(`${day}T00:00:00Z`));
  for (const role of ['operator', 'shift-leader', 'leader'] as const)
    cookies.set(role, await cookieOf(core.pool, role));
});
afterAll(async () => {
  await app.close();
  await core.close();
});

/** Puts the city's clock to a time of the city and holds it there. */
const at = (time: string) =>
  core.asOwner(
    `update city_clock set mark = 'test', rate = 0, anchor_real = clock_timestamp(), anchor_city = '${time}+08'`,
  );
const ask = (role: string, method: string, path: string, body?: object) =>
  fetch(app.url + path, {
    method,
    headers: { cookie: cookies.get(role)!, origin: app.url, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const briefOf = async () =>
  DayBrief.parse(await (await ask('leader', 'GET', `/api/day-briefs/${day}`)).json());
const numbersOf = ({ figures }: DayBrief) =>
  Object.fromEntries(figures.map(({ name, count, part }) => [name, [count, part?.count ?? null]]));

test('nothing is made before 07:30, then one brief of 08:00 to 08:00, however often the job asks', async () => {
  await at('2026-06-11 07:59');
  await addIncident(core.pool, { title: '窗口之前' });
  await at('2026-06-11 22:10');
  await core.send('hotline', [
    ticket({ calledAt: '2026-06-11T22:09:00+08:00', text: '路面水浸' }),
    ticket({ calledAt: '2026-06-11T22:09:30+08:00', text: '路面水浸好深' }),
  ]);
  await core.merge();
  const secret = await addIncident(core.pool, {
    severity: 1,
    wall: 'never',
    title: '举报某厂夜间偷排',
    status: 'handling',
    unit: 'quwang',
  });
  await core.asOwner(
    `set app.scope = '*'; update incident set due_at = '2026-06-12 02:00+08' where id = ${secret}`,
  );
  await at('2026-06-12 07:29');
  expect(await makeDayBrief(core)).toBe(false);
  await at('2026-06-12 07:30');
  expect(await Promise.all([makeDayBrief(core), makeDayBrief(core)])).toContain(true);
  expect(await makeDayBrief(core)).toBe(false);
  const brief = await briefOf();
  expect([brief.from, brief.to]).toEqual(['2026-06-11T00:00:00.000Z', '2026-06-12T00:00:00.000Z']);
  expect(numbersOf(brief)).toMatchObject({ events: [2, 1], opened: [2, null], requests: [2, 0], closed: [0, null], due: [2, 0], overdue: [2, 3] }); // prettier-ignore
  expect(brief.text.overview).toMatch(
    /来件 2 件，归为 1 案；新立案 2 案，无涉险事项。群众诉求 2 单，已答复 0 单。/u,
  );
  expect(brief.text.overview).toContain('到期按期办结率 0.0 %（应结 2，按期 0）');
  // Paper lies about: the most sensitive matters stand on it without their title.
  expect(JSON.stringify(brief.text)).not.toContain('偷排');
  expect(brief.text.late).toMatch(/已超时 5 小时 30 分钟/u);
});

test('after 08:00 the figures are taken once more; a number still opens exactly its cases, long after', async () => {
  await at('2026-06-12 07:45');
  await addIncident(core.pool, { title: '七点三刻' });
  expect(await makeDayBrief(core)).toBe(false);
  await at('2026-06-12 08:00');
  expect(await makeDayBrief(core)).toBe(true);
  expect(await makeDayBrief(core)).toBe(false);
  expect(numbersOf(await briefOf())).toMatchObject({ opened: [3, null] });
  await at('2026-06-12 15:00');
  await core.asOwner(
    "set app.scope = '*'; alter table incident disable trigger incident_moves; update incident set status = 'closed', closed_at = city_now()",
  );
  for (const { name, cases } of (await briefOf()).figures) {
    const answer = await ask('leader', 'GET', `/api/day-briefs/${day}/cases?figure=${name}`);
    const { total, items } = Cases.parse(await answer.json());
    expect([name, total, items.length]).toEqual([name, cases, cases]);
  }
});

test('the cases behind a number stand with the gravest first, over all pages', async () => {
  await at('2026-06-12 07:50');
  await core.asOwner("delete from day_brief where state = 'draft'");
  for (const severity of [3, 2, 1, 2]) await addIncident(core.pool, { severity });
  expect(await makeDayBrief(core)).toBe(true);
  const page = async (offset: number, limit: number) => {
    const query = `figure=opened&offset=${offset}&limit=${limit}`;
    const answer = await ask('leader', 'GET', `/api/day-briefs/${day}/cases?${query}`);
    return Cases.parse(await answer.json()).items.map(({ severity }) => severity);
  };
  const all = await page(0, 100);
  expect(all).toEqual(all.toSorted((a, b) => a - b));
  expect([new Set(all).size, all.length]).toEqual([3, 7]);
  expect([...(await page(0, 3)), ...(await page(3, 4))]).toEqual(all);
});

test('a person edits the words, the shift leader signs, and then neither words nor figures change', async () => {
  const before = await briefOf();
  const text = { ...before.text, note: '今日有暴雨，请各值守单位提前布防' };
  const saved = await ask('operator', 'PUT', `/api/day-briefs/${day}`, { version: before.version, text });
  expect(DayBrief.parse(await saved.json())).toMatchObject({ text, editedName: 'operator' });
  const stale = { version: before.version };
  expect((await ask('shift-leader', 'POST', `/api/day-briefs/${day}/sign`, stale)).status).toBe(409);
  expect((await ask('operator', 'POST', `/api/day-briefs/${day}/sign`, stale)).status).toBe(403);
  const { version } = await briefOf();
  expect((await ask('shift-leader', 'POST', `/api/day-briefs/${day}/sign`, { version })).status).toBe(200);
  const signed = await briefOf();
  expect(signed).toMatchObject({ state: 'signed', signedName: 'shift-leader' });
  const again = { version: signed.version, text };
  expect((await ask('operator', 'PUT', `/api/day-briefs/${day}`, again)).status).toBe(409);
  await expect(core.asOwner("update day_brief set text = '{}'")).rejects.toThrow('final');
  expect(await makeDayBrief(core)).toBe(false);
});

test('the brief goes out as docx and print: one table of figures and the words', async () => {
  const docx = await ask('leader', 'GET', `/api/day-briefs/${day}/docx`);
  const words = partsOf(Buffer.from(await docx.arrayBuffer())).get('word/document.xml')!;
  const print = await (await ask('leader', 'GET', `/api/day-briefs/${day}/print`)).text();
  for (const text of [words, print]) {
    expect(text).toContain('昨夜今晨');
    expect(text).toContain('2026 年 6 月 12 日');
    expect(text).toContain('2（归案 1）');
    expect(text).toContain('请各值守单位提前布防');
  }
});
