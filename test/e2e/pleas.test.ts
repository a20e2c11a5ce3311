import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashPassword } from '#flows/passwords.ts';
import { insertAccounts } from '#store/accounts.ts';
import { inTransaction } from '#store/db.ts';
import { startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { launchBrowser, openPage, phoneSize } from '#test/support/browser.ts';
import { actorOf, freshPool } from '#test/support/people.ts';
import { big, enter, goTo, synced, workerPassword } from '#test/support/phone.ts';
import { addDeadline, addIncident, addTask } from '#test/support/rows.ts';

const clientFolder = path.join(import.meta.dirname, '../../dist/client');
const hour = 3_600;
let city: Awaited<ReturnType<typeof freshPool>>;
let app: TestApp;
let browser: Browser;

beforeAll(async () => {
  city = await freshPool();
  app = await startApp(city.pool, { clientFolder });
  browser = await launchBrowser();
  const rest = { passwordHash: await hashPassword(workerPassword), dutySeat: false, createdBy: 'test' };
  await insertAccounts(
    city.pool,
    [
      { ...actorOf('field', { unitCode: 'zq-zhujian' }), ...rest, username: 'quwang', name: '陈志强' },
      { ...actorOf('shift-leader'), ...rest, username: 'banzhang', name: '林静怡' },
      { ...actorOf('leader'), ...rest, username: 'lingdao', name: '何国华' },
    ],
    new Date(),
  );
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await city.close();
});

const expectedError = /Failed to load resource|ERR_INTERNET_DISCONNECTED|WebSocket/;

/** A task in the unit's hands, with a day of working time left. */
const givenTask = (title: string): Promise<{ incidentId: number; taskId: number }> =>
  inTransaction(city.pool, '*', async (tx) => {
    const incidentId = await addIncident(tx, { status: 'handling', unit: 'zq-zhujian', title });
    const taskId = await addTask(tx, incidentId, 'zq-zhujian');
    const signed = `update task set status = 'handling', signed_at = city_now(), arrived_at = city_now() where id = $1`;
    await tx.query(signed, [taskId]);
    await addDeadline(tx, incidentId, 8 * hour, { subject: 'task', id: taskId, kind: 'unit' });
    return { incidentId, taskId };
  });

async function onDesk(incidentId: number): ReturnType<typeof openPage> {
  const opened = await openPage(browser, app.url, { expectedError });
  const data = { username: 'banzhang', password: workerPassword };
  await opened.page.context().request.post('/api/session', { data });
  await opened.page.goto(`/desk?incident=${incidentId}`);
  await opened.page.locator('.incident-head h2').waitFor();
  return opened;
}

test('a worker asks for more time on the phone, the shift leader decides at the desk, the phone says so', async () => {
  const { incidentId } = await givenTask('星湖大道路灯灭');
  const phone = await openPage(browser, app.url, { viewport: phoneSize, expectedError });
  await enter(phone.page);
  await goTo(phone.page, '星湖大道路灯灭');
  await phone.page.getByRole('link', { name: '延期、挂账' }).click();
  await phone.page.getByLabel('延期多久').fill('1');
  await phone.page.getByLabel('理由').fill('灯具须从外地调货');
  await big(phone.page, '提交延期申请').click();
  await synced(phone.page, '已同步');
  await phone.page.getByText('申请延期 1 工作时：待批').waitFor();

  const desk = await onDesk(incidentId);
  await desk.page.getByRole('button', { name: '待我批 1' }).click();
  await desk.page.getByText('灯具须从外地调货').first().waitFor();
  await desk.page.keyboard.press('Escape');
  await desk.page.keyboard.press('p');
  await desk.page.getByLabel('审批意见').fill('情况属实，请抓紧');
  await desk.page.keyboard.press('Control+Enter');
  await expect
    .poll(() => city.pool.query('select status from incident where id = $1', [incidentId]).then(({ rows }) => rows[0]))
    .toEqual({ status: 'handling' }); // prettier-ignore
  await desk.close();

  await phone.page.reload();
  await phone.page.getByText('申请延期 1 工作时：已批准').waitFor();
  await phone.page.getByText('林静怡：情况属实，请抓紧').waitFor();
  await phone.close();
});

test('a suspended matter says until when on desk and phone, and goes on by a press', async () => {
  const { incidentId } = await givenTask('古塔路人行道破损');
  const phone = await openPage(browser, app.url, { viewport: phoneSize, expectedError });
  await enter(phone.page);
  await goTo(phone.page, '古塔路人行道破损');
  await phone.page.getByRole('link', { name: '延期、挂账' }).click();
  await big(phone.page, '挂账').click();
  const until = new Date(Date.now() + 40 * 24 * hour * 1000).toISOString().slice(0, 10);
  await phone.page.getByLabel('挂账至').fill(until);
  await phone.page.getByLabel('理由').fill('须与管线迁改一并施工');
  await big(phone.page, '提交挂账申请').click();
  await phone.page.getByText(`申请挂账至 ${until}：待批`).waitFor();

  const desk = await onDesk(incidentId);
  await desk.page.keyboard.press('p');
  await desk.page.getByLabel('审批意见').fill('同意，列入年度计划');
  await desk.page.keyboard.press('Control+Enter');
  await desk.page.locator('.clocks', { hasText: `挂账至 ${until}` }).waitFor();
  await desk.close();

  await phone.page.reload();
  await big(phone.page, '恢复办理').click();
  await phone.page.getByLabel('理由').fill('管线迁改已提前完成');
  await big(phone.page, '恢复办理').click();
  await phone.page.getByText('下一步：反馈').waitFor();
  await phone.close();
});

test('a supervision that the machine drafted is read, changed and signed twice over; the unit replies on the phone', async () => {
  const { incidentId, taskId } = await givenTask('康乐北路污水外溢');
  const draft = (level: number): Promise<unknown> =>
    inTransaction(city.pool, '*', (tx) =>
      tx.query(
        `insert into supervision (incident_id, task_id, level, title, body, drafted_at) values ($1, $2, $3, $4, $5, city_now())`,
        [incidentId, taskId, level, '关于限期办理“康乐北路污水外溢”的督办单', '肇庆市住房和城乡建设局：\n　　你单位承办的案件已超时，请立即组织办理，并书面回复。'],
      ),
    ); // prettier-ignore
  await draft(1);
  const desk = await onDesk(incidentId);
  await desk.page.getByRole('button', { name: '待签督办 1' }).click();
  await desk.page.getByLabel('督办单正文').fill('请你单位立即组织抢修，今日 18 时前书面回复办理情况。');
  // From the keyboard: the words that were just filled in still move the button beneath the mouse.
  await desk.page.getByRole('button', { name: '签发', exact: true }).press('Enter');
  await desk.page.getByRole('button', { name: /^确认发给/ }).click();
  await desk.page.getByText('没有待签的督办单').waitFor();
  await desk.close();

  const phone = await openPage(browser, app.url, { viewport: phoneSize, expectedError });
  await enter(phone.page);
  await goTo(phone.page, '康乐北路污水外溢');
  await phone.page.getByText('今日 18 时前书面回复').waitFor();
  await phone.page.getByRole('link', { name: '回复督办单' }).click();
  await phone.page.getByLabel('回复').fill('已调两台泵车，预计 17 时修复');
  await big(phone.page, '提交回复').click();
  await phone.page.getByText('已回复：已调两台泵车').waitFor();
  await phone.close();

  await draft(2);
  const head = await openPage(browser, app.url, { expectedError });
  const data = { username: 'lingdao', password: workerPassword };
  await head.page.context().request.post('/api/session', { data });
  await head.page.goto('/stats');
  await head.page.getByRole('button', { name: '待签督办 1' }).click();
  await head.page.getByLabel('理由').fill('一级督办已见成效');
  await head.page.getByRole('button', { name: '作废' }).click();
  await head.page.getByText('没有待签的督办单').waitFor();
  await head.close();
});

test('a 督办 whose answer has not come by its time stands late at the matter, in the list, and in the head of the desk', async () => {
  const { incidentId, taskId } = await givenTask('端州三路占道施工');
  await inTransaction(city.pool, '*', (tx) =>
    tx.query(
      `insert into supervision (incident_id, task_id, kind, level, state, title, body, answer_by, drafted_at, signed_at, signed_by, signed_name)
       values ($1, $2, 'leader', 1, 'sent', '关于督办“端州三路占道施工”的督办单', '请立即办理。', city_now() - interval '1 hour', city_now(), city_now(), 'banzhang', '林静怡')`,
      [incidentId, taskId],
    ),
  ); // prettier-ignore
  const desk = await onDesk(incidentId);
  await desk.page.locator('.supervised b', { hasText: '回复超期' }).waitFor();
  await desk.page.getByRole('button', { name: /^督办 1\s+回复超期 1$/u }).click();
  await desk.page.locator('.supervisions li', { hasText: '回复超期' }).waitFor();
  await desk.close();
});

test('a category with filing conditions asks for one when its matter is given to a unit', async () => {
  const incidentId = await inTransaction(city.pool, '*', async (tx) => {
    const id = await addIncident(tx, { status: 'to-dispatch', title: '宋城路在建违建' });
    await tx.query(`update incident set category_code = 'illegal-building' where id = $1`, [id]);
    return id;
  });
  const desk = await onDesk(incidentId);
  await desk.page.keyboard.press('d');
  await desk.page.getByLabel('立案条件').click();
  await desk.page.getByText('立案条件：在建，承办时限 48 紧急工作时').click();
  await desk.page.keyboard.press('Control+Enter');
  await expect
    .poll(async () => (await city.pool.query('select condition from incident where id = $1', [incidentId])).rows)
    .toEqual([{ condition: '在建' }]); // prettier-ignore
  await desk.close();
});
