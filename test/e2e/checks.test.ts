import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dispatchIncident } from '#flows/dispatch-incident.ts';
import { phoneSize } from '#test/support/browser.ts';
import { desk } from '#test/support/desk-work.ts';
import { choose, startDeskCity } from '#test/support/desk-page.ts';
import type { DeskCity } from '#test/support/desk-page.ts';
import { sign } from '#test/support/phone.ts';
import { actorOf } from '#test/support/people.ts';

const grid = '441202001';
let city: DeskCity;
beforeAll(async () => {
  city = await startDeskCity([
    { ...actorOf('shift-leader'), username: 'seat1', name: '林静怡' },
    { ...actorOf('leader'), username: 'chief', name: '何局长' },
    { ...actorOf('field', { unitCode: grid }), username: 'grid1', name: '采集员陈' },
  ]);
});
afterAll(() => city?.close());

const statusIs = (id: number, status: string) =>
  expect.poll(async () => (await city.work.incident(id)).status, { timeout: 30_000 }).toBe(status);

test('the desk sends a collector, who says on the phone what is there, and the matter goes on', async () => {
  const id = await city.work.called(1);
  const seat = await city.openMatter('seat1', id);
  await seat.page.keyboard.press('g');
  const panel = seat.page.locator('form.panel');
  await panel.getByLabel('承办单位').fill('城东街道');
  await choose(seat.page, '端州区城东街道办事处');
  await panel.getByLabel('要看什么').fill('看有无夜间施工许可');
  await seat.page.keyboard.press('Control+Enter');
  await statusIs(id, 'verifying');

  const phone = await city.openAs('grid1', '/field', { viewport: phoneSize });
  await phone.page.getByRole('link', { name: /核实：/u }).click();
  await sign(phone.page);
  await phone.page.getByRole('button', { name: '已到达' }).click();
  await phone.page.getByRole('radio', { name: '属实', exact: true }).click();
  await phone.page.getByRole('button', { name: '提交核实结论' }).click();
  await phone.page.getByText('请拍一张照片，或写一句看到了什么').waitFor();
  await phone.page.getByLabel('看到了什么').fill('工地正在浇筑，无夜间许可');
  await phone.page.getByRole('button', { name: '提交核实结论' }).click();
  await statusIs(id, 'to-dispatch');
  await seat.page.locator('.timeline', { hasText: '核实属实：工地正在浇筑，无夜间许可' }).waitFor();
  await phone.close();
  await seat.close();
});

test('one asks for a special closing with its paper, another approves it', async () => {
  const id = await city.work.called(1);
  const { version } = await city.work.incident(id);
  await dispatchIncident(city.core, desk, id, { version, unitCode: city.work.unitCode });
  const seat = await city.openMatter('seat1', id);
  await seat.page.keyboard.press('9');
  const panel = seat.page.locator('form.panel');
  await panel.getByLabel('依据').fill('法院已受理，依法中止处理');
  const file = {
    name: 'order.png',
    mimeType: 'image/png',
    buffer: await sharp({ create: { width: 600, height: 800, channels: 3, background: '#eef' } })
      .png()
      .toBuffer(),
  };
  await panel.locator('input[type=file]').setInputFiles(file);
  await panel.getByText('已上传').waitFor();
  await seat.page.keyboard.press('Control+Enter');
  await seat.page.locator('.head-fact', { hasText: '待批特殊结案 1' }).waitFor();
  await seat.page.keyboard.press('9');
  expect(await panel.count()).toBe(0);
  await seat.close();

  const chief = await city.openMatter('chief', id);
  await chief.page.locator('.actions', { hasText: '特殊结案' }).waitFor();
  await chief.page.keyboard.press('9');
  await chief.page.locator('form.panel', { hasText: '法院已受理' }).waitFor();
  await chief.page.keyboard.press('Control+Enter');
  await statusIs(id, 'closed');
  await chief.close();
});
