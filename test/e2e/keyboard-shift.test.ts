import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ticket } from '#test/support/core.ts';
import { choose, startDeskCity } from '#test/support/desk-page.ts';
import type { DeskCity } from '#test/support/desk-page.ts';
import { begun, drawn, goTo, handsOf, panelOf, sent, shownId, tabTo, watchHands } from '#test/support/keyboard.ts'; // prettier-ignore
import { actorOf } from '#test/support/people.ts';
import { until } from '#test/support/test-parts.ts';

/** What the shift decides about one matter; of two that are one, one takes the other in. */
type Fate = 'accept' | 'dispatch' | 'refuse' | 'answer' | 'send-verify' | 'absorb' | 'absorbed';
const shift: Record<Fate, number> = { accept: 5, dispatch: 7, refuse: 5, answer: 4, 'send-verify': 5, absorb: 2, absorbed: 2 }; // prettier-ignore
const ends: Record<Fate, string> = {
  accept: 'to-dispatch',
  dispatch: 'to-sign',
  refuse: 'rejected',
  answer: 'answered',
  'send-verify': 'verifying',
  absorb: 'received',
  absorbed: 'merged',
};
/** What people say on the telephone while the thirty are decided; for one of them the duty list knows no unit. */
const calls = [
  { words: '天宁北路路灯不亮', unit: null },
  { words: '江滨路那边有点不对劲，派人看一下', unit: '端州区交通运输局' },
  { words: '端州区信安路井盖没了，车轮掉下去', unit: null },
];

let city: DeskCity;
beforeAll(async () => {
  city = await startDeskCity([{ ...actorOf('shift-leader'), username: 'seat1', name: '林静怡' }]);
});
afterAll(() => city?.close());

type Place = { lng: number; lat: number };
type Matter = { id: number; no: string; at: Place };
const placeOf = (i: number, north = 23.04): Place => ({
  lng: 112.42 + (i % 6) * 0.02,
  lat: north + Math.floor(i / 6) * 0.02,
});
/** Calls about each of these places, each its own matter, in the order of the matters' numbers: two mergers share the calls. */
async function called(places: readonly Place[], text = '工地夜间施工噪声扰民'): Promise<Matter[]> {
  const { core } = city;
  const tickets = places.map((at) => ticket({ ...at, categoryCode: 'construction-noise', text }));
  await core.send('hotline', tickets);
  let made: Matter[] = [];
  await until('every call is in a matter', async () => {
    await core.merge();
    const sql = `select i.id::int as id, i.no, json_build_object('lng', st_x(geom), 'lat', st_y(geom)) as at
       from incident i join link on link.incident_id = i.id
       join event on event.id = event_id where key = any ($1) order by 1`;
    made = await core.rows<Matter>(sql, [tickets.map(({ platform, ticketNo }) => [platform, ticketNo, 1].join('/'))]); // prettier-ignore
    return made.length === places.length;
  });
  return made;
}

/** Words of this matter alone, with letters and digits that are keys of the desk when nobody writes. */
const wordsFor = ({ id }: Pick<Matter, 'id'>): string => `第 ${id} 件，已与来电人说明 adgjkmrsvx 3568`;

type Step = (page: Page, matter: Matter, other: Matter) => Promise<void>;
const steps: Record<Exclude<Fate, 'absorbed'>, Step> = {
  accept: (page) => page.keyboard.press('a'),
  dispatch: async (page, { no }) => {
    await begun(page, 'd', '派遣', no);
    await page.keyboard.press('Enter');
  },
  'send-verify': async (page, { no }) => {
    await begun(page, 'g', '派人核实', no);
    await page.keyboard.press('Enter');
  },
  refuse: (page, matter) => written(page, 'x', '不予受理', matter),
  answer: (page, matter) => written(page, 'r', '即时答复办结', matter),
  absorb: async (page, matter, other) => {
    await begun(page, 'm', '把别的事件并入本案', matter.no);
    const found = page.waitForResponse((answer) => new URL(answer.url()).searchParams.get('q') === other.no);
    await page.keyboard.type(other.no);
    await found;
    await expect.poll(() => page.locator('.absorb-list .candidate').count()).toBe(1);
    await tabTo(page, '.absorb-list input[type=checkbox]');
    await page.keyboard.press('Space');
    await tabTo(page, 'input[aria-label=并案理由]');
    await page.keyboard.type(wordsFor(matter));
    await sent(page);
  },
};
async function written(page: Page, key: string, title: string, matter: Matter): Promise<void> {
  await begun(page, key, title, matter.no);
  await page.keyboard.type(wordsFor(matter));
  await sent(page);
}

/** Practice asks for no more than six keys from the ringing telephone to the unit, beside the words. */
async function phoned(page: Page, { words, unit }: (typeof calls)[number]): Promise<void> {
  const before = (await handsOf(page)).keys;
  await page.keyboard.press('n');
  await page.locator('#call-text:focus').waitFor();
  await page.keyboard.insertText(words);
  await page.keyboard.press('Enter');
  await panelOf(page).getByRole('heading', { name: '派遣' }).waitFor();
  if (unit !== null) {
    await page.keyboard.insertText(unit.slice(-5, -1));
    await choose(page, unit);
  }
  await page.keyboard.press(unit === null ? 'Enter' : 'Control+Enter');
  await panelOf(page).waitFor({ state: 'detached' });
  await page.locator('.undo-bar', { hasText: '签收前可撤回' }).waitFor();
  expect((await handsOf(page)).keys - before).toBeLessThanOrEqual(6);
}

/** While a refusal is being written, another caller joins the matter and people in danger ring: the field keeps the keys. */
async function refusedInTheStorm(page: Page, matter: Matter): Promise<Matter> {
  await begun(page, 'x', '不予受理', matter.no);
  const [first, second] = wordsFor(matter).split('，') as [string, string];
  await page.keyboard.type(`${first}，`);
  await called([matter.at]);
  const [danger] = (await called([placeOf(0, 23.18)], '工地塌方，有人被困，快来救人')) as [Matter];
  await page.locator('.queue-row.danger').waitFor();
  await page.locator('.tabs', { hasText: '诉求 2' }).waitFor();
  await drawn(page);
  expect(await panelOf(page).locator('textarea:focus').count()).toBe(1);
  await page.keyboard.type(second);
  expect(await panelOf(page).locator('textarea:focus').inputValue()).toBe(wordsFor(matter));
  await sent(page);
  return danger;
}

async function dangerConfirmed(page: Page, danger: Matter): Promise<void> {
  await goTo(page, (id) => id === danger.id);
  await written(page, 'q', '确认险情', danger);
  await page.locator('.danger-strip').waitFor({ state: 'detached' });
}

// Two minutes on a calm machine: thirty matters, each opened, judged and written about.
test(
  'a shift triages thirty matters and types in three calls from the keyboard alone; each ends as decided',
  { timeout: 480_000 },
  async () => {
    const matters = await called(Array.from({ length: 30 }, (_, i) => placeOf(i)));
    const order = Object.entries(shift).flatMap(([fate, count]) => Array<Fate>(count).fill(fate as Fate));
    // Mixed, so that hardly any step is followed by its like; seven steps on and on meet all thirty.
    const fates = new Map(matters.map(({ id }, i) => [id, order[(i * 7) % 30]!]));
    const of = (fate: Fate): Matter[] => matters.filter(({ id }) => fates.get(id) === fate);
    const pairs = new Map(of('absorb').map(({ id }, i) => [id, of('absorbed')[i]!]));
    const storm = of('refuse')[1]!;

    const { page, close } = await city.openAs('seat1', '/desk');
    await watchHands(page);
    await page.locator('.queue-counts', { hasText: '在办 30' }).waitFor();
    const left = new Set(matters.filter(({ id }) => fates.get(id) !== 'absorbed').map(({ id }) => id));
    while (left.size > 0) {
      const id = await goTo(page, (one) => left.has(one));
      const matter = matters.find((one) => one.id === id)!;
      await page.locator('.incident-facts', { hasText: matter.no }).waitFor();
      if (matter === storm) await dangerConfirmed(page, await refusedInTheStorm(page, matter));
      else await steps[fates.get(id) as Exclude<Fate, 'absorbed'>](page, matter, pairs.get(id)!);
      left.delete(id);
      const call = calls[left.size / 9];
      if (call !== undefined) await phoned(page, call);
    }
    await expect.poll(() => statuses(matters)).toEqual(matters.map(({ id }) => ends[fates.get(id)!]));
    await nothingElse(matters, fates);
    expect((await handsOf(page)).touched).toBe(false);
    await close();
  },
);

const statuses = async (matters: readonly Matter[]): Promise<string[]> =>
  (await city.core.rows<{ status: string }>('select status from incident where id = any ($1) order by id', [matters.map(({ id }) => id)])).map(({ status }) => status); // prettier-ignore

/** Each matter has one step in its history, its own, with its own words; whom the duty list names has what was dispatched. */
async function nothingElse(matters: readonly Matter[], fates: ReadonlyMap<number, Fate>): Promise<void> {
  const ids = matters.map(({ id }) => id);
  const lines = await city.core.rows<{ id: number; move: string; actor: string; reason: string | null }>(
    `select incident_id::int as id, move, actor, reason from history
      where incident_id = any ($1) and move not in ('receive', 'join') order by 1, history.id`,
    [ids],
  );
  expect(lines.map(({ id, move, actor }) => `${id} ${move} ${actor}`)).toEqual(
    ids.map((id) => `${id} ${fates.get(id)!.replace('absorbed', 'absorb')} seat1`),
  );
  const refused = ids.filter((id) => fates.get(id) === 'refuse');
  expect(refused.map((id) => lines.find((one) => one.id === id)!.reason)).toEqual(refused.map((id) => wordsFor({ id }))); // prettier-ignore
  const answered = await city.core.rows<{ id: number; answer: string }>('select incident_id::int as id, answer from request where answer is not null and incident_id = any ($1) order by 1', [ids.filter((id) => fates.get(id) === 'answer')]); // prettier-ignore
  expect(answered).toEqual(matters.filter(({ id }) => fates.get(id) === 'answer').map((one) => ({ id: one.id, answer: wordsFor(one) }))); // prettier-ignore
  const others = await city.core.rows<{ move: string; n: number }>("select move, count(*)::int as n from history where incident_id <> all ($1) and actor = 'seat1' and move not in ('receive', 'join') group by 1 order by 1", [ids]); // prettier-ignore
  expect(others).toEqual([{ move: 'confirm-danger', n: 1 }, { move: 'dispatch', n: calls.length }]); // prettier-ignore
  const given = await city.core.rows<{ kind: string; n: number }>('select kind, count(*)::int as n from task group by 1 order by 1'); // prettier-ignore
  expect(given).toEqual([{ kind: 'handle', n: shift.dispatch + calls.length }, { kind: 'verify', n: shift['send-verify'] }]); // prettier-ignore
}

test('the late answer of one matter’s step does not close what has been begun on the next', async () => {
  const [first, second] = (await called([placeOf(0, 23.3), placeOf(1, 23.3)])) as [Matter, Matter];
  const { page, close } = await city.openMatter('seat1', first.id);
  const held: Route[] = [];
  await page.route('**/dispatch', (route) => void held.push(route));
  await begun(page, 'd', '派遣', first.no);
  await page.keyboard.press('Enter');
  await until('the step is on its way', () => held.length === 1);
  await goTo(page, (id) => id === second.id);
  await begun(page, 'x', '不予受理', second.no);
  await page.keyboard.type('正在写的理由');
  await held[0]!.continue();
  await page.locator('.undo-bar', { hasText: first.no }).waitFor();
  expect(await panelOf(page).getByLabel('理由').inputValue()).toBe('正在写的理由');
  expect(await statuses([first, second])).toEqual(['to-sign', 'received']);
  await close();
});

test('a call that was filed does not open its dispatch over the matter that was chosen meanwhile', async () => {
  const [other] = (await called([placeOf(0, 23.35)])) as [Matter];
  const { page, close } = await city.openMatter('seat1', other.id);
  const held: Route[] = [];
  await page.route(/\/api\/incidents\/\d+$/u, (route) => {
    const id = Number(route.request().url().split('/').at(-1));
    return id > other.id ? void held.push(route) : route.continue();
  });
  await page.keyboard.press('n');
  await page.keyboard.insertText('端州区西江路蕉园村口水浸到膝头，车过唔到');
  await page.locator('.triage', { hasText: '道路积水' }).waitFor();
  await page.keyboard.press('Enter');
  await until('the filed matter is being read', () => held.length > 0);
  await goTo(page, (id) => id === other.id);
  await page.locator('.incident-facts', { hasText: other.no }).waitFor();
  for (const route of held) {
    await route.continue();
    await (await route.request().response())?.finished();
  }
  await drawn(page);
  expect(await panelOf(page).count()).toBe(0);
  expect(await shownId(page)).toBe(other.id);
  await close();
});

test('a call whose filing is answered late neither closes what has been begun meanwhile nor leads away from it', async () => {
  const [other] = (await called([placeOf(0, 23.4)])) as [Matter];
  const { page, close } = await city.openMatter('seat1', other.id);
  const held: Route[] = [];
  await page.route('**/api/calls', (route) => void held.push(route));
  await page.keyboard.press('n');
  await page.locator('#call-text:focus').waitFor();
  await page.keyboard.insertText('康乐北路路灯整条街不亮');
  await page.keyboard.press('Enter');
  await until('the call is on its way', () => held.length === 1);
  await page.keyboard.press('Escape');
  await begun(page, 'x', '不予受理', other.no);
  await page.keyboard.type('正在写的理由');
  await held[0]!.continue();
  await page.locator('.undo-bar', { hasText: '来电已立案' }).waitFor();
  expect(await panelOf(page).locator('textarea:focus').inputValue()).toBe('正在写的理由');
  expect(await shownId(page)).toBe(other.id);
  await close();
});

test('words typed while a call is being filed stay in the form, to be filed as a call of their own', async () => {
  const [other] = (await called([placeOf(0, 23.5)])) as [Matter];
  const { page, close } = await city.openMatter('seat1', other.id);
  const held: Route[] = [];
  await page.route('**/api/calls', (route) => void held.push(route));
  await page.keyboard.press('n');
  await page.locator('#call-text:focus').waitFor();
  await page.keyboard.insertText('敏捷城门口井盖缺失');
  await page.keyboard.press('Enter');
  await until('the call is on its way', () => held.length === 1);
  await page.keyboard.insertText('，另有电线垂落');
  await held[0]!.continue();
  await page.locator('.undo-bar', { hasText: '随后键入的内容未在其中，仍在补录' }).waitFor();
  expect(await page.locator('#call-text:focus').inputValue()).toBe('另有电线垂落');
  await close();
});

test('a call of two matters is offered in parts; F2 and Enter file it as one caller with two incidents', async () => {
  const [other] = (await called([placeOf(0, 23.54)])) as [Matter];
  const { page, close } = await city.openMatter('seat1', other.id);
  await page.keyboard.press('n');
  await page.locator('#call-text:focus').waitFor();
  await page.keyboard.insertText('康乐中路路灯不亮半个月。另外垃圾桶满了没人清理');
  await page.locator('.triage-matters', { hasText: '分成 2 件登记' }).waitFor();
  await page.keyboard.press('F2');
  await page.locator('.call-part').nth(1).waitFor();
  expect(await page.getByLabel('第 2 件地址').inputValue()).toContain('康乐中路');
  await page.keyboard.press('Enter');
  await page.locator('.undo-bar', { hasText: '一电 2 件事已分别登记' }).waitFor();
  const told = `select count(distinct r.id)::int as callers, count(*)::int as matters
    from request r join event e on starts_with(e.key, 'desk/' || r.ticket_no || '/') where r.id = (select max(id) from request)`;
  expect(await city.core.rows(told)).toEqual([{ callers: 1, matters: 2 }]);
  await close();
});
