import { afterAll, beforeAll, expect, test } from 'vitest';
import { Handover, Shift } from '#contracts/duty.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { makeCore, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { addIncident } from '#test/support/rows.ts';

let core: Core;
let app: TestApp;
const cookies = new Map<string, string>();
beforeAll(async () => {
  core = await makeCore();
  app = await startApp(core.pool);
  for (const name of ['goes', 'comes'])
    cookies.set(name, await cookieOf(core.pool, 'shift-leader', { username: name }));
  cookies.set('operator', await cookieOf(core.pool, 'operator'));
});
afterAll(async () => {
  await app.close();
  await core.close();
});
const ask = (who: string, method: string, path: string, body?: object) =>
  fetch(app.url + path, {
    method,
    headers: { cookie: cookies.get(who)!, origin: app.url, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const shift = async () => Shift.parse(await (await ask('operator', 'GET', '/api/shift')).json());

test('the note is drafted from what stands open, in danger, waiting and late; signed by both; then final', async () => {
  await core.send('hotline', [ticket({ text: '路面水浸，老人被困' })]);
  await core.merge();
  const late = await addIncident(core.pool, {
    severity: 2,
    status: 'handling',
    unit: 'quwang',
    title: '边坡滑塌',
  });
  await addIncident(core.pool, { severity: 1, status: 'handling', wall: 'never', title: '举报某厂偷排' });
  await core.asOwner(
    `set app.scope = '*'; update incident set due_at = city_now() - interval '90 minutes' where id = ${late}`,
  );
  const draft = Handover.parse(await (await ask('goes', 'POST', '/api/shift')).json());
  expect(draft.text.matters).toMatch(/在办 3 案，超时 1 案。.*边坡滑塌.*已超时 1 小时 30 分钟/su);
  expect(draft.text.dangers).toContain('道路积水');
  expect(draft.text.waiting).toContain('未答复诉求 1 单');
  expect(draft.text.late).toContain('边坡滑塌');
  expect(JSON.stringify(draft.text)).not.toContain('偷排');
  expect((await ask('goes', 'POST', '/api/shift')).status).toBe(409);

  const text = { ...draft.text, note: '省三防办 06:30 有视频调度' };
  expect((await ask('comes', 'PUT', `/api/shift/${draft.id}`, { version: 1, text })).status).toBe(403);
  expect((await ask('goes', 'PUT', `/api/shift/${draft.id}`, { version: 1, text })).status).toBe(200);
  expect((await ask('comes', 'POST', `/api/shift/${draft.id}/take`, { version: 2 })).status).toBe(409);
  expect((await ask('goes', 'POST', `/api/shift/${draft.id}/give`, { version: 2 })).status).toBe(200);
  expect((await shift()).open).toMatchObject({ state: 'given', fromBy: 'goes' });
  // What one has signed, nobody changes; and nobody hands over to himself.
  expect((await ask('goes', 'PUT', `/api/shift/${draft.id}`, { version: 3, text })).status).toBe(409);
  expect((await ask('goes', 'POST', `/api/shift/${draft.id}/take`, { version: 3 })).status).toBe(403);
  expect((await ask('comes', 'POST', `/api/shift/${draft.id}/take`, { version: 2 })).status).toBe(409);
  expect((await ask('comes', 'POST', `/api/shift/${draft.id}/take`, { version: 3 })).status).toBe(200);
  expect(await shift()).toMatchObject({ open: null, last: { text, state: 'signed' } });
  await expect(core.asOwner("update handover set text = '{}'")).rejects.toThrow('final');
  expect(
    (
      await core.rows<{ action: string }>(
        "select action from audit where action like 'handover.%' order by at",
      )
    ).map(({ action }) => action),
  ).toEqual(['handover.give', 'handover.take']);
});
