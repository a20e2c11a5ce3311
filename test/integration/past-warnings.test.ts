import { afterAll, beforeAll, expect, test } from 'vitest';
import { WarningList } from '#contracts/warning.ts';
import { bearer, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { makeCore, minutesAgo } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { plansOf } from '#test/support/explain.ts';
import { stoodAt } from '#store/past-warnings.ts';
import { inSnapshot } from '#store/db.ts';
import type { Db } from '#store/db.ts';

let core: Core;
let app: TestApp;
beforeAll(async () => {
  core = await makeCore();
  app = await startApp(core.pool);
});
afterAll(async () => {
  await app.close();
  await core.close();
});

const number = '肇气预警〔2026〕7号';
const rain = {
  issuer: '肇庆市气象台',
  number,
  hazard: '暴雨',
  scale: 'gd-rainstorm',
  colour: 'orange',
  text: '预计未来 3 小时端州有 50 毫米以上降水',
  area: { districts: ['441202'] },
  issuedAt: minutesAgo(5),
  expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
};

/** Sends one message and answers an instant at which it alone of what follows was known. */
async function known(message: Record<string, unknown>): Promise<string> {
  const answer = await fetch(`${app.url}/api/ingest/warning`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(app.settings.ingestToken) },
    body: JSON.stringify({ warnings: [message] }),
  });
  expect(await answer.json()).toMatchObject({ accepted: 1 });
  const [row] = await core.rows<{ at: Date }>('select max(at) as at from version where entity = $1', [
    'warning',
  ]);
  return row!.at.toISOString();
}

async function stood(at: string): Promise<WarningList['items']> {
  const answer = await fetch(`${app.url}/api/past/warnings?at=${encodeURIComponent(at)}`, { headers: bearer(app.settings.apiToken) }); // prettier-ignore
  expect(answer.status).toBe(200);
  return WarningList.parse(await answer.json()).items;
}

test('a warning stands in the past as it was known at each instant, not as it was told later', async () => {
  const before = minutesAgo(1);
  const orange = await known(rain);
  const red = await known({ ...rain, revision: 2, phase: 'update', colour: 'red', issuedAt: minutesAgo(4) });
  // It came late: whoever looked at the wall before knew nothing of the lifting.
  const lifted = await known({ ...rain, revision: 3, phase: 'lift', issuedAt: minutesAgo(3) });
  expect(await stood(before)).toEqual([]);
  expect(await stood(orange)).toMatchObject([
    { number, name: '暴雨橙色', outline: { type: 'MultiPolygon' } },
  ]);
  expect(await stood(red)).toMatchObject([{ number, name: '暴雨红色' }]);
  expect(await stood(lifted)).toEqual([]);
});

test('a warning that had run out then does not stand, and one whose area was changed has no outline of later', async () => {
  const brief = { ...rain, number: `${number}之二`, expiresAt: new Date(Date.now() + 400).toISOString() };
  const at = await known(brief);
  expect(await stood(at)).toMatchObject([{ number: brief.number }]);
  expect(await stood(new Date(Date.parse(brief.expiresAt) + 1).toISOString())).toEqual([]);
  await known({ ...brief, revision: 2, phase: 'update', area: { districts: ['441204'] }, issuedAt: minutesAgo(2) }); // prettier-ignore
  expect(await stood(at)).toMatchObject([{ number: brief.number, place: '端州区', outline: null }]);
});

test('each version is found by the key of its day', async () => {
  await inSnapshot(core.pool, '*', async (tx) => {
    const plans = await plansOf(tx, async (db) => void (await stoodAt(db as Db, new Date())), { analyze: true }); // prettier-ignore
    expect(plans.join()).toMatch(/Index Scan Backward using version_/u);
    expect(plans.join()).not.toMatch(/Seq Scan on version/u);
  });
});
