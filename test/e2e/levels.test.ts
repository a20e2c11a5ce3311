import { afterAll, beforeAll, expect, test } from 'vitest';
import { dispatchIncident } from '#flows/dispatch-incident.ts';
import { desk } from '#test/support/desk-work.ts';
import { choose, startDeskCity } from '#test/support/desk-page.ts';
import type { DeskCity } from '#test/support/desk-page.ts';
import { actorOf } from '#test/support/people.ts';

const [county, town] = ['441204-center', '441204115'];
let city: DeskCity;
beforeAll(async () => {
  city = await startDeskCity([
    { ...actorOf('shift-leader'), username: 'seat1', name: '林静怡' },
    { ...actorOf('unit-clerk', { unitCode: county }), username: 'gaoyao1', name: '高要经办' },
    { ...actorOf('field', { unitCode: town }), username: 'wang', name: '网格员王' },
  ]);
});
afterAll(() => city?.close());

/** The city's clock goes on so many minutes while no page is open. */
const pass = (minutes: number) =>
  city.core.asOwner(`update city_clock set anchor_city = anchor_city + interval '${minutes} minutes'`);
const holder = (id: number) =>
  city.core.rows<{ unit: string; status: string }>(
    "select unit_code as unit, status from task where incident_id = $1 and part = 'host'",
    [id],
  );

const dueOf = (id: number) =>
  city.core.rows("select due_at from task where incident_id = $1 and part = 'host'", [id]);

test('a county’s clerk passes a task on from the desk, and the centre sees who had it how long', async () => {
  const id = await city.work.called(1);
  const { version } = await city.work.incident(id);
  await pass(3);
  await dispatchIncident(city.core, desk, id, { version, unitCode: county });
  const total = await dueOf(id);
  await pass(12);
  const clerk = await city.openMatter('gaoyao1', id);
  await clerk.page.keyboard.press('l');
  const panel = clerk.page.locator('form.panel');
  await panel.getByLabel('转给谁').fill('金利');
  await choose(clerk.page, '高要区金利镇人民政府');
  await panel.getByLabel('交办要求').fill('请到现场核实处置');
  await clerk.page.keyboard.press('Control+Enter');
  await clerk.page.locator('.work-hops', { hasText: '高要区金利镇人民政府' }).waitFor();
  expect(await holder(id)).toEqual([{ unit: town, status: 'to-sign' }]);
  await clerk.page.locator('.actions', { hasText: '代签' }).waitFor();
  await clerk.close();
  await pass(7);
  const seat = await city.openMatter('seat1', id);
  // The call was a minute old when it came; the machine may take another one over a step.
  const each =
    /市中心 [45] 分 → 高要区城市运行管理分中心 1[234] 分 → 高要区金利镇人民政府 ([789]|1\d) 分（在办）/u;
  await seat.page.locator('.work-hops', { hasText: each }).waitFor();
  expect(await dueOf(id)).toEqual(total);
  await seat.page.keyboard.press('5');
  await seat.page.locator('form.panel h3', { hasText: '改派' }).waitFor();
  await seat.close();
});
