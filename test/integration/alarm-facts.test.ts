import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AlarmFacts } from '#contracts/alarm-facts.ts';
import { readCity } from '#geodata/city.ts';
import { alarmFacts } from '#server/http/support/alarm-facts.ts';
import { register } from '#server/ingest/register.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import type { Scope } from '#store/db.ts';
import { bearer, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { makeCore, minutesAgo, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';

let core: Core;
let app: TestApp;
const city = readCity('zhaoqing');
/** One thousandth of a degree of latitude is 111 m. */
const at = { lng: 112.462, lat: 23.052 };

beforeAll(async () => {
  core = await makeCore();
  app = await startApp(core.pool);
  const device = { id: 'd1', name: '天宁北路积水点', kind: 'water', ...at, groupCode: '', metrics: [] };
  await register(app.parts, city.bounds, 'sensor', [device], 'test');
  // What the city has around there would be counted too.
  await core.asOwner('delete from place; delete from facility');
});
afterAll(async () => {
  await app.close();
  await core.close();
});

const factsOf = (scope: Scope = '*'): Promise<AlarmFacts[]> =>
  inSnapshot(core.pool, scope, async (tx) =>
    alarmFacts(tx, { reference: core.reference(), city, now: await cityNow(tx) }),
  );
const called = async (text: string, place: object = at): Promise<void> => {
  await core.send('hotline', [ticket({ text, ...place })]);
  await core.merge();
};
const place = (kind: string, name: string, north: number, accuracy: number): Promise<void> =>
  core.asOwner(`insert into place (name, kind, geom, accuracy_m, source)
                values ('${name}', '${kind}', st_point(${at.lng}, ${at.lat + north}, 4326), ${accuracy}, 'test')`);
const facility = (kind: string, name: string, north: number, mark: string | null): Promise<void> =>
  core.asOwner(`insert into facility (code, kind, name, geom, accuracy_m, detail, mark, source)
                values ('${name}', '${kind}', '${name}', st_point(${at.lng}, ${at.lat + north}, 4326), 50, '{}', ${mark ? `'${mark}'` : 'null'}, 'test')`); // prettier-ignore

test('nothing rings: nothing is computed', async () => {
  await called('路面水浸');
  expect(await factsOf()).toEqual([]);
});

test('what lies within a kilometre is counted by kind with the nearest; what is known too vaguely is not, what is drawn is rough', async () => {
  await place('school', '一小', 0.004, 30);
  await place('school', '二小', 0.002, 30);
  await place('school', '远处小学', 0.01, 30);
  await place('school', '位置不明的学校', 0.001, 3_000);
  await place('hospital', '市医院', 0.005, 900);
  await place('market', '菜市场', 0.001, 30);
  await place('bridge', '天宁桥', 0.003, 30);
  await facility('bridge', '天宁桥', 0.0031, null);
  await facility('park', '工业园', 0.006, '示意');
  await facility('gauge', '水位站', 0.001, null);
  await called('路面水浸，小车里有人被困');
  const [alarm, ...others] = await factsOf();
  expect(others).toEqual([]);
  expect(alarm).toMatchObject({
    reachM: 1_000,
    mattersNear: 0,
    children: { open: 0, all: 0 },
    crossing: null,
  });
  expect(alarm!.exposed.map(({ kind, count, nearest, rough }) => [kind, count, nearest, rough])).toEqual([
    ['school', 2, '二小', false],
    ['hospital', 1, '市医院', true],
    ['park', 1, '工业园', true],
    ['bridge', 1, '天宁桥', false],
  ]);
  expect(alarm!.exposed[0]!.metres).toBeGreaterThan(215);
  expect(alarm!.exposed[0]!.metres).toBeLessThan(230);
});

test('open matters near by are counted, its children apart, and what no wall may write not at all', async () => {
  await called('路灯不亮', { lng: at.lng, lat: at.lat + 0.005 });
  await called('垃圾堆积', { lng: at.lng, lat: at.lat - 0.005 });
  await called('垃圾堆积', { lng: at.lng, lat: at.lat - 0.03 });
  await called('井盖缺失', { lng: at.lng + 0.005, lat: at.lat });
  expect((await factsOf())[0]).toMatchObject({ mattersNear: 3 });
  const [lamp, cover] = await core.rows<{ id: number }>(
    "select id from incident where title like '%路灯%' or title like '%井盖%' order by id",
  );
  const [flood] = await core.rows<{ id: number }>("select id from incident where danger <> '{}'");
  await core.asOwner(`set app.scope = '*'; update incident set wall = 'town' where id = ${lamp!.id};
                      update incident set parent_id = ${flood!.id} where id = ${cover!.id}`);
  expect((await factsOf())[0]).toMatchObject({ mattersNear: 1, children: { open: 1, all: 1 } });
  await core.asOwner(`set app.scope = '*'; update incident set status = 'closed' where id = ${cover!.id}`);
  expect((await factsOf())[0]).toMatchObject({ mattersNear: 1, children: { open: 0, all: 1 } });
});

test('a device that reported it and goes on rising says when it is at the next line; one that falls says nothing', async () => {
  const read = (pairs: readonly (readonly [number, number])[]) =>
    core.send('sensor', pairs.map(([minutes, value]) => ({ deviceId: 'd1', metric: 'depth_m', value, observedAt: minutesAgo(minutes) }))); // prettier-ignore
  await read([[24, 0.1], [18, 0.13], [12, 0.16], [6, 0.19], [2, 0.21]]); // prettier-ignore
  await core.merge();
  const [alarm] = await factsOf();
  expect(alarm!.crossing).toMatchObject({ metric: 'depth_m', lineName: '加重值', line: 0.3, unit: '米', windowMinutes: 30 }); // prettier-ignore
  // 0.09 m at 0.3 m an hour, from two minutes ago.
  const minutes = (Date.parse(alarm!.crossing!.at) - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(13);
  expect(minutes).toBeLessThan(18);
  await read([[1, 0.12], [0.5, 0.1]]); // prettier-ignore
  expect((await factsOf())[0]!.crossing).toBeNull();
});

test('a response in force over the place stands with the level above it and who starts that; one elsewhere does not', async () => {
  const declare = async (number: string, over: object): Promise<void> => {
    const answer = await fetch(`${app.url}/api/ingest/warning`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(app.settings.ingestToken) },
      body: JSON.stringify({
        warnings: [{ kind: 'response', issuer: '三防指挥部', number, hazard: '防汛', text: '启动', issuedAt: minutesAgo(5), ...over }], // prettier-ignore
      }),
    });
    expect(await answer.json()).toMatchObject({ accepted: 1 });
  };
  expect((await factsOf())[0]!.responses).toEqual([]);
  await declare('1', {
    scale: 'flood-county',
    government: 'county',
    level: 'I',
    area: { districts: ['441224'] },
  });
  expect((await factsOf())[0]!.responses).toEqual([]);
  await declare('2', {
    scale: 'flood-county',
    government: 'county',
    level: 'III',
    area: { districts: ['441202'] },
  });
  await declare('3', { scale: 'flood-city', government: 'city', level: 'IV', area: { words: '全市' } });
  expect((await factsOf())[0]!.responses).toEqual([
    { hazard: '防汛', name: '端州区 III 级', next: { roman: 'II', startedBy: '县三防常务副总指挥' } },
    { hazard: '防汛', name: '市 IV 级', next: { roman: 'III', startedBy: '市三防副总指挥' } },
  ]);
});

test('another district is told nothing; a vague place names nobody; a sensitive or confirmed one has no facts at all', async () => {
  expect(await factsOf({ units: [], districts: ['441224'] })).toEqual([]);
  const set = (sql: string): Promise<void> =>
    core.asOwner(`set app.scope = '*'; update incident set ${sql} where danger <> '{}'`);
  await set('accuracy_m = 1500');
  expect((await factsOf())[0]).toMatchObject({ reachM: null, exposed: [], mattersNear: 0 });
  await set("wall = 'town'");
  expect(await factsOf()).toEqual([]);
  await set("wall = 'point', danger_event_id = null");
  expect(await factsOf()).toEqual([]);
});
