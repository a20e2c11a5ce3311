import { afterAll, beforeAll, expect, test } from 'vitest';
import { WarningDetail, WarningList } from '#contracts/warning.ts';
import { bearer, cookieOf, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { makeCore, minutesAgo } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';

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

let serial = 0;
const rainstorm = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  issuer: '肇庆市气象台',
  number: `肇气预警〔2026〕${(serial += 1)}号`,
  hazard: '暴雨',
  scale: 'gd-rainstorm',
  colour: 'orange',
  text: '预计未来 3 小时端州有 50 毫米以上降水',
  area: { districts: ['441202'] },
  issuedAt: minutesAgo(5),
  expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  ...over,
});
const flood = (over: Record<string, unknown> = {}): Record<string, unknown> =>
  rainstorm({ issuer: '肇庆水文分局', hazard: '洪水', scale: undefined, colour: 'yellow', area: { reach: '绥江怀集段' }, ...over }); // prettier-ignore
const response = (over: Record<string, unknown> = {}): Record<string, unknown> => {
  const {
    scale: _scale,
    colour: _colour,
    ...rest
  } = rainstorm({ issuer: '怀集县防汛防旱防风指挥部', hazard: '防汛' });
  return {
    ...rest,
    kind: 'response',
    government: 'county',
    level: 'I',
    area: { districts: ['441224'] },
    ...over,
  };
};

async function send(items: unknown[]): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`${app.url}/api/ingest/warning`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(app.settings.ingestToken) },
    body: JSON.stringify({ warnings: items }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
async function read(address: string): Promise<unknown> {
  const answer = await fetch(app.url + address, { headers: bearer(app.settings.apiToken) });
  expect(answer.status).toBe(200);
  return answer.json();
}
const list = async () => WarningList.parse(await read('/api/warnings')).items;
const found = async (number: unknown) => (await list()).find((one) => one.number === number);

test('a warning stands with issuer, number and area until it is lifted, and every version of it is kept', async () => {
  const first = rainstorm();
  expect(await send([first])).toEqual({ status: 202, body: { accepted: 1, duplicates: 0, quarantined: [] } });
  const standing = (await found(first['number']))!;
  expect(standing).toMatchObject({ name: '暴雨橙色', place: '端州区', version: 1, signedAt: null });
  expect(standing.said).toMatch(/^市气象台 \d\d:\d\d 发布$/);
  expect(standing.outline).toMatchObject({ type: 'MultiPolygon' });

  await send([{ ...first, revision: 2, phase: 'update', colour: 'red', issuedAt: minutesAgo(2) }]);
  expect(await found(first['number'])).toMatchObject({ name: '暴雨红色', version: 2 });
  await send([{ ...first, revision: 2, phase: 'lift', colour: undefined, issuedAt: minutesAgo(1) }]);
  expect(await found(first['number'])).toBeUndefined();

  const { versions, messages } = WarningDetail.parse(await read(`/api/warnings/${standing.id}`));
  expect(versions.map((one) => one.phase)).toEqual(['issue', 'update', 'lift']);
  expect(messages).toHaveLength(3);
  const changes = await core.rows("select 1 from change where entity = 'warning' and entity_id = $1", [
    standing.id,
  ]);
  expect(changes).toHaveLength(3);
});

test('an exact resend changes nothing, the same number with other words is a conflict', async () => {
  const first = rainstorm();
  await send([first, first]);
  expect((await send([first])).body).toMatchObject({ accepted: 0, duplicates: 1 });
  const other = await send([{ ...first, text: '另一段文字' }]);
  expect(other).toMatchObject({ status: 422, body: { quarantined: [{ index: 0, code: 'key-conflict' }] } });
  expect(await found(first['number'])).toMatchObject({ version: 1, text: first['text'] });
});

test('an update that comes before its issue, or a lifting before both, still ends in what holds', async () => {
  const first = rainstorm();
  await send([{ ...first, phase: 'lift', issuedAt: minutesAgo(1) }]);
  await send([first]);
  expect(await found(first['number'])).toBeUndefined();
});

test('an expired warning stands no more, whatever nobody lifted', async () => {
  const old = rainstorm({ issuedAt: minutesAgo(200), expiresAt: minutesAgo(10) });
  await send([old]);
  expect(await found(old['number'])).toBeUndefined();
});

test('responses stand beside the warnings, by level of government', async () => {
  const huaiji = response();
  await send([
    huaiji,
    response({ issuer: '省防总', government: 'province', level: 'III', area: { words: '广东省' } }),
  ]);
  const names = (await list()).filter((one) => one.kind === 'response').map((one) => one.name);
  expect(names).toEqual(['怀集县 I 级', '省 III 级']);
});

test.each([
  ['a colour that the scale does not have', () => rainstorm({ colour: 'blue' }), 'unknown-level'],
  ['no colour', () => rainstorm({ colour: undefined }), 'unknown-level'],
  ['a hazard without a scale', () => rainstorm({ hazard: '沙尘暴', scale: undefined }), 'unknown-hazard'],
  ['a hazard with two scales and none named', () => rainstorm({ scale: undefined }), 'which-scale'],
  ['a flood by district', () => flood({ area: { districts: ['441224'] } }), 'needs-station'],
  ['no area', () => rainstorm({ area: {} }), 'bad-item'],
  ['a ring that is open', () => rainstorm({ area: { polygon: { type: 'Polygon', coordinates: [[[112, 23], [112.1, 23], [112.1, 23.1]]] } } }), 'bad-item'], // prettier-ignore
  ['no number', () => rainstorm({ number: '' }), 'bad-item'],
  ['a number with a NUL', () => rainstorm({ number: 'a\u0000b' }), 'bad-item'],
  ['an end before its beginning', () => rainstorm({ expiresAt: minutesAgo(60) }), 'bad-time'],
  ['a time without a zone', () => rainstorm({ issuedAt: '2026-06-12 03:10' }), 'bad-item'],
  ['a response of level V', () => response({ level: 'V' }), 'bad-item'],
  ['not even an object', () => 'red' as unknown as Record<string, unknown>, 'bad-item'],
])('%s is refused by name, and its neighbour is taken', async (_, bad, code) => {
  const good = rainstorm();
  const { status, body } = await send([bad(), good]);
  expect(status).toBe(202);
  expect(body).toMatchObject({ accepted: 1, quarantined: [{ index: 0, code }] });
  expect(await found(good['number'])).toBeDefined();
});

test('a flood warning by station, a polygon that crosses itself and one in GCJ-02 are drawn', async () => {
  const bow = [[[112.4, 23], [112.5, 23.1], [112.5, 23], [112.4, 23.1], [112.4, 23]]]; // prettier-ignore
  const one = rainstorm({ area: { polygon: { type: 'Polygon', coordinates: bow } }, crs: 'gcj02' });
  const two = flood({ area: { stations: ['level-huaiji'] } });
  await send([one, two]);
  expect((await found(one['number']))?.outline).toMatchObject({ type: 'MultiPolygon' });
  expect(await found(two['number'])).toMatchObject({ name: '洪水黄色', outline: null });
});

test('a named person signs for what was read; a change asks again; the audit has both', async () => {
  const first = rainstorm();
  await send([first]);
  const { id, version } = (await found(first['number']))!;
  const cookie = await cookieOf(core.pool, 'operator');
  const sign = (of: number) =>
    fetch(`${app.url}/api/warnings/${id}/sign`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', origin: app.url },
      body: JSON.stringify({ version: of, note: '已通知三防' }),
    });
  expect((await sign(version)).status).toBe(204);
  expect((await sign(version)).status).toBe(409);
  expect((await found(first['number']))?.signedName).toBe('operator');
  await send([{ ...first, revision: 2, phase: 'update', colour: 'red' }]);
  const changed = (await found(first['number']))!;
  expect(changed.signedName).toBeNull();
  expect((await sign(version)).status).toBe(409);
  expect((await sign(changed.version)).status).toBe(204);
  const audit = await core.rows<{ actor: string }>("select actor from audit where action = 'warning.sign' and target = $1", [`warning/${id}`]); // prettier-ignore
  expect(audit.map((row) => row.actor)).toEqual(['a-operator', 'a-operator']);
});
