import { afterAll, beforeAll, expect, test } from 'vitest';
import { conservation } from '#store/events.ts';
import { alert, makeCore, minutesAgo, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';

let core: Core;
beforeAll(async () => {
  core = await makeCore();
});
afterAll(() => core.close());

const count = async (sql: string): Promise<number> =>
  (await core.rows<{ n: number }>(`select count(*)::int as n from ${sql}`))[0]!.n;

test('an exact resend counts as a duplicate and changes nothing', async () => {
  const one = ticket();
  expect(await core.send('hotline', [one])).toEqual({ accepted: 1, duplicates: 0, quarantined: [] });
  const before = await count('event');
  expect(await core.send('hotline', [one])).toEqual({ accepted: 0, duplicates: 1, quarantined: [] });
  expect(await count('event')).toBe(before);
});

test('the same key with another body is kept apart as a key conflict, and the first stands', async () => {
  const one = ticket({ text: '第一次说的话' });
  await core.send('hotline', [one]);
  const answer = await core.send('hotline', [{ ...one, text: '另一番话' }]);
  expect(answer).toMatchObject({
    accepted: 0,
    duplicates: 0,
    quarantined: [{ index: 0, code: 'key-conflict' }],
  });
  expect(
    await core.rows('select body from event where key = $1', [`zq12345/${String(one['ticketNo'])}/1`]),
  ).toEqual([{ body: '第一次说的话' }]);
});

test('one bad item never harms its neighbours, and the answer names its place', async () => {
  const answer = await core.send('hotline', [
    ticket(),
    { platform: 'zq12345' },
    ticket(),
    'rubbish',
    ticket({ lng: 0, lat: 0 }),
  ]);
  expect(answer.accepted).toBe(2);
  expect(answer.quarantined.map(({ index, code }) => [index, code])).toEqual([
    [1, 'bad-item'],
    [3, 'bad-item'],
    [4, 'outside-city'],
  ]);
});

test('the same report twenty times at the same instant over many requests is one event', async () => {
  const one = alert();
  const answers = await Promise.all(Array.from({ length: 20 }, () => core.send('camera', [one])));
  expect(answers.reduce((sum, a) => sum + a.accepted, 0)).toBe(1);
  expect(answers.reduce((sum, a) => sum + a.duplicates, 0)).toBe(19);
});

test('names and numbers of a caller are nowhere readable in the rows of the doors', async () => {
  await core.send('hotline', [
    ticket({ text: '我叫欧阳小满，电话13912345678', callerName: '欧阳小满', callerPhone: '13912345678' }),
  ]);
  await core.send('hotline', [{ bad: '欧阳小满 13912345678' }]);
  await core.merge();
  for (const table of [
    'event',
    'quarantine',
    'request',
    'person',
    'incident',
    'history',
    'version',
    'link',
    'change',
    'waiting',
  ]) {
    const rows = await core.rows<{ text: string }>(`select t::text as text from ${table} t`);
    expect(
      rows.filter((row) => /13912345678|欧阳小满/.test(row.text)),
      table,
    ).toEqual([]);
  }
});

test('a reading of an unknown device waits in quarantine; a known one is stored, counted once, and sets its rule off', async () => {
  const reading = {
    deviceId: 'd-unknown',
    metric: 'depth_m',
    value: 0.5,
    observedAt: minutesAgo(30),
    seq: 1,
  };
  expect(await core.send('sensor', [reading])).toMatchObject({
    accepted: 0,
    quarantined: [{ code: 'unknown-device' }],
  });
  await core.asOwner(
    "insert into sensor values ('d1', '蕉园村口水位', 'depth', st_setsrid(st_makepoint(112.47, 23.06), 4326), '441202', null, '', '{depth_m}', now(), now())",
  );
  const known = { ...reading, deviceId: 'd1', value: 0.9 };
  expect(await core.send('sensor', [known])).toEqual({ accepted: 1, duplicates: 0, quarantined: [] });
  expect(await core.send('sensor', [known])).toEqual({ accepted: 0, duplicates: 1, quarantined: [] });
  expect(await core.send('sensor', [{ ...known, value: 0.8 }])).toMatchObject({
    quarantined: [{ code: 'key-conflict' }],
  });
  expect(await core.send('sensor', [{ ...known, observedAt: minutesAgo(1), seq: 2 }])).toMatchObject({
    accepted: 1,
  });
  expect(await count("event where source = 'sensor'")).toBe(1);
});

test('resends and news mixed in one request are told apart item by item', async () => {
  const at = (seq: number): Record<string, unknown> => ({
    deviceId: 'd1',
    metric: 'temp_c',
    value: seq,
    observedAt: minutesAgo(5),
    seq,
  });
  const [first, ...rest] = [1, 2, 3, 4].map(at);
  await core.send('sensor', [first]);
  expect(await core.send('sensor', [...rest, first, rest[0]])).toEqual({
    accepted: 3,
    duplicates: 2,
    quarantined: [],
  });
});

test('GCJ-02 coordinates are converted at the door', async () => {
  const one = alert({ crs: 'gcj02' });
  await core.send('camera', [one]);
  const [row] = await core.rows<{ metres: number }>(
    `select st_distancesphere(geom, st_setsrid(st_makepoint(112.462, 23.052), 4326)) as metres from event where key = $1`,
    [`cam/${String(one['alarmId'])}`],
  );
  expect(row!.metres).toBeGreaterThan(300);
  expect(row!.metres).toBeLessThan(900);
});

test('accepted = linked + waiting + quarantined, before and after merging', async () => {
  const before = await conservation(core.pool);
  expect(before.accepted).toBe(before.linked + before.waiting + before.quarantined);
  await core.merge();
  const after = await conservation(core.pool);
  expect(after.accepted).toBe(after.linked + after.waiting + after.quarantined);
  expect(after.linked).toBeGreaterThan(0);
});
