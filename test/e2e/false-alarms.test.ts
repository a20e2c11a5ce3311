import { afterAll, beforeAll, expect, test } from 'vitest';
import { alert } from '#test/support/core.ts';
import { choose, startDeskCity } from '#test/support/desk-page.ts';
import type { DeskCity } from '#test/support/desk-page.ts';
import { actorOf } from '#test/support/people.ts';

let city: DeskCity;
beforeAll(async () => {
  city = await startDeskCity([
    { ...actorOf('shift-leader'), username: 'seat1', name: '林静怡' },
    { ...actorOf('operator'), username: 'seat2', name: '周文' },
  ]);
});
afterAll(() => city?.close());

let place = 0;
/** A matter that one camera alone reported, far from every other. */
async function seen(kind: string, cameraId: string): Promise<number> {
  place += 1;
  await city.core.send('camera', [alert({ kind, cameraId, lat: 23.052 + place * 0.02 })]);
  const linked = () => city.core.rows<{ id: number }>('select incident_id as id from link join event e on e.id = event_id where e.asset_id = $1', [cameraId]); // prettier-ignore
  await expect.poll(async () => (await linked()).length, { timeout: 30_000 }).toBe(1);
  return (await linked())[0]!.id;
}

test('an operator refuses as 误报, is told beforehand what is quieted, and lifts it again with a reason', async () => {
  const id = await seen('street-vendor', 'cam-a');
  const { page, close } = await city.openMatter('seat2', id);
  await page.getByRole('button', { name: '不予受理' }).click();
  const panel = page.locator('form.panel');
  await panel.getByText('是误报，同时标记设备告警').click();
  await panel.getByText('该摄像机同类告警 24 小时内只计数、不立案，到期自动恢复').waitFor();
  await page.keyboard.press('Control+Enter');
  await panel.getByText('请选择误报原因').waitFor();
  await panel.getByLabel('误报原因').fill('算法误识');
  await choose(page, '算法误识');
  await page.keyboard.press('Control+Enter');
  await page.locator('.quieted', { hasText: 'cam-a 占道摊贩' }).waitFor();
  expect((await city.work.incident(id)).status).toBe('rejected');

  await city.core.send('camera', [alert({ kind: 'street-vendor', cameraId: 'cam-a', lat: 23.052 + place * 0.02, observedAt: new Date().toISOString() })]); // prettier-ignore
  const counted = () => city.core.rows('select 1 from link where quiet_id is not null');
  await expect.poll(async () => (await counted()).length, { timeout: 30_000 }).toBe(1);
  // Nobody presses anything: what stands open says it by itself.
  await page.locator('.quieted', { hasText: '已计数 1 起' }).waitFor({ timeout: 15_000 });
  await page.locator('.event', { hasText: '只计数、不立案' }).waitFor();

  await page.locator('.quieted').getByRole('button', { name: '恢复' }).click();
  await panel.getByLabel('理由').fill('镜头已清洁');
  await page.keyboard.press('Control+Enter');
  await page.locator('.quieted', { hasText: '周文已恢复立案' }).waitFor();
  await page.locator('.timeline', { hasText: '恢复cam-a占道摊贩告警立案：镜头已清洁' }).waitFor();
  await close();
});

test('safety says why it is never quieted; a mark beside the course is taken back at once; a call offers none', async () => {
  const id = await seen('smoke-fire', 'cam-b');
  const { page, close } = await city.openMatter('seat1', id);
  await page.keyboard.press('3');
  const panel = page.locator('form.panel');
  await panel.getByText('烟火属安全类，永不静默：只记误报、计入精确率，今后告警照常立案').waitFor();
  await panel.getByLabel('误报原因').fill('许可作业');
  await choose(page, '许可作业');
  await page.keyboard.press('Control+Enter');
  await page.locator('.quieted', { hasText: '安全类，未静默' }).waitFor();
  await page.getByRole('button', { name: /撤销 Ctrl Z/u }).click();
  await page.locator('.quieted').waitFor({ state: 'detached' });
  await close();

  const called = await city.work.called(1);
  const call = await city.openMatter('seat1', called);
  await call.page.getByRole('button', { name: /派遣/u }).first().waitFor();
  await call.page.keyboard.press('3');
  expect(await call.page.locator('form.panel').count()).toBe(0);
  await call.close();
});

test('the page of precision begins with the worst, opens the cases behind a number, and lifts what is quieted', async () => {
  const id = await seen('garbage', 'cam-c');
  const desk = await city.openMatter('seat1', id);
  await desk.page.keyboard.press('3');
  await desk.page.locator('form.panel').getByLabel('误报原因').fill('设备故障');
  await choose(desk.page, '设备故障');
  await desk.page.keyboard.press('Control+Enter');
  await desk.page.locator('.head-fact', { hasText: '误报静默' }).waitFor({ timeout: 40_000 });
  await desk.close();

  const { page, close } = await city.openAs('seat1', '/admin/false-alarms');
  await page.getByRole('heading', { name: '静默中 1' }).waitFor();
  await page.getByRole('button', { name: 'cam-c 误报 1，打开案件' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByText('共 1 件').waitFor();
  expect(await drawer.getByRole('link').getAttribute('href')).toBe(`/desk?incident=${id}`);
  await page.keyboard.press('Escape');
  await page.getByText('按规则').click();
  await page.getByRole('cell', { name: /垃圾暴露 摄像识别/u }).waitFor();
  await page.getByText('按传感器').click();
  await page.getByText('近 30 日没有传感器告警立案').waitFor();
  await page.getByRole('button', { name: /恢\s*复/u }).click();
  const modal = page.locator('.ant-modal');
  await modal.getByText('写明理由（至少 4 个字）后即可恢复').waitFor();
  await modal.getByLabel('理由').fill('云台已复位');
  await modal.getByRole('button', { name: '确认恢复' }).click();
  await page.getByText('没有静默中的设备').waitFor();
  await close();
});
