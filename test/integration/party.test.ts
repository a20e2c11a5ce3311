import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { absorbIncidents } from '#flows/absorb-incidents.ts';
import { splitIncident } from '#flows/split-incident.ts';
import { mergeBatch } from '#server/merge/batch.ts';
import { clearWork } from '#test/support/clear.ts';
import { by, makeCore, minutesAgo, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';

let core: Core;
beforeAll(async () => {
  core = await makeCore();
});
afterAll(() => core.close());
beforeEach(() => clearWork(core));

/** A call without any point. */
const call = (text: string, over: Record<string, unknown> = {}): Record<string, unknown> =>
  ticket({ text, lng: undefined, lat: undefined, ...over });
const noisy = [
  '紫荆雅苑旁边的搅拌站半夜开工，噪音大得睡不着',
  '端州区紫荆雅苑小区附近搅拌站粉尘满天，噪音扰民',
  '我是紫荆雅苑业主，搅拌站噪音从早吵到晚，粉尘进屋',
  '紫荆雅苑小区外的搅拌站又吵又多灰，噪音没人管',
];
type Row = { id: number; n: number; requests: number; status: string };
const incidents = (): Promise<Row[]> =>
  core.rows<Row>('select id, event_count as n, request_count as requests, status from incident order by id');
const sizes = async (): Promise<number[]> => (await incidents()).map(({ n }) => n);
const tell = async (...texts: readonly string[]): Promise<void> => {
  for (const text of texts) {
    await core.send('hotline', [call(text)]);
    await core.merge();
  }
};

test('forty callers of one compound at the same instant, by three mergers and without any point, file one incident', async () => {
  await Promise.all(Array.from({ length: 40 }, (_, i) => core.send('hotline', [call(noisy[i % 4]!)])));
  const ids = (await core.rows<{ id: number }>('select event_id as id from waiting')).map(({ id }) => id);
  // Each takes its own third, all at once: without the lock of the party each would open a matter.
  await Promise.all(
    Array.from({ length: 3 }, (_, i) =>
      mergeBatch(core.mergeParts, { ids: ids.filter((id) => id % 3 === i) }),
    ),
  );
  expect(await incidents()).toMatchObject([{ n: 40, requests: 40 }]);
  const [link] = await core.rows<{ reasons: string[]; version: string }>(
    'select reasons, weights_version as version from link order by event_id desc limit 1',
  );
  expect(link!.reasons[0]).toBe('同一小区：紫荆雅苑');
});

test('neither the order of the calls nor where batches are cut changes what is one matter', async () => {
  const others = ['紫荆雅苑门口路灯不亮好几天了', '紫荆雅苑的路灯晚上全黑，路灯坏了'];
  const seen = new Set<string>();
  for (const texts of [[...noisy, ...others], [...others, ...noisy], [others[1]!, noisy[2]!, noisy[0]!, others[0]!, noisy[3]!, noisy[1]!]]) {
    await clearWork(core);
    await tell(...texts);
    seen.add((await sizes()).sort((a, b) => a - b).join());
    await clearWork(core);
    await core.send('hotline', texts.map((text, i) => call(text, { calledAt: minutesAgo(10 - i) })));
    await core.merge();
    seen.add((await sizes()).sort((a, b) => a - b).join());
  }
  expect([...seen]).toEqual(['2,4']);
}); // prettier-ignore

test('people stuck in a 𨋢, a letter of two units, are one matter with a reason that can be read', async () => {
  await tell('紫荆雅苑困𨋢，𨋢门打唔开', '紫荆雅苑有人困𨋢');
  expect(await sizes()).toEqual([2]);
  const [link] = await core.rows<{ reasons: string[] }>(
    'select reasons from link order by event_id desc limit 1',
  );
  expect(link!.reasons.join()).toContain('困𨋢');
});

test('a policy of two issuing places is two matters, and a compound of one name in two districts is two', async () => {
  await tell(
    '端州区人才购房补贴怎样申请',
    '端州区的人才购房补贴申请要什么材料',
    '高要区人才购房补贴怎样申请',
  );
  expect(await sizes()).toEqual([2, 1]);
  await tell('端州区' + noisy[0]!, '高要区' + noisy[2]!);
  expect(await sizes()).toEqual([2, 1, 1, 1]);
});

test('what a person split stays split, and who calls about either is shown to a person', async () => {
  await tell(noisy[0]!, noisy[1]!, noisy[2]!);
  const [one] = await incidents();
  const [event] = await core.rows<{ id: number }>('select event_id as id from link order by event_id desc limit 1');
  await splitIncident({ ...core, vault: core.vault }, by('operator'), one!.id, { eventIds: [event!.id], reason: '另一家搅拌站' });
  await tell(noisy[3]!);
  expect(await sizes()).toEqual([2, 1]);
  const [asked] = await core.rows<{ among: number }>(`select jsonb_array_length(judged -> 'candidates') as among from waiting where reason = 'ask'`);
  expect(asked).toEqual({ among: 2 });
}); // prettier-ignore

test('who calls about what was absorbed joins the incident that took it in', async () => {
  await tell(noisy[0]!, '宏盛混凝土有限公司无证生产，环保手续不全');
  const [first, second] = await incidents();
  await absorbIncidents(core, by('operator'), first!.id, {
    incidentIds: [second!.id],
    reason: '同一家搅拌站',
  });
  await tell('宏盛混凝土有限公司无证生产，没有环保手续');
  expect((await incidents()).filter(({ status }) => status !== 'merged')).toMatchObject([{ n: 3 }]);
});

test('messages of months ago come together in any order, and open no work', async () => {
  for (const days of [40, 60, 20]) {
    await core.send('hotline', [call(noisy[days % 3]!, { calledAt: minutesAgo(days * 1440) })]);
    await core.merge();
  }
  const [row, ...rest] = await core.rows<{ n: number; status: string; days: number }>(
    `select event_count as n, status, extract(day from closed_at - opened_at)::int as days from incident`,
  );
  expect([row, rest]).toEqual([{ n: 3, status: 'archived', days: 40 }, []]);
  expect(await core.rows('select 1 from task union all select 1 from deadline')).toEqual([]);
}); // prettier-ignore

test('the same matter after it was closed is a new one that came back', async () => {
  await tell(noisy[0]!);
  await core.asOwner(`alter table incident disable trigger incident_moves;
    update incident set status = 'closed', closed_at = now() - interval '1 second'`);
  await tell(noisy[1]!);
  expect(await core.rows('select recurrence_of is not null as again from incident order by id')).toEqual([{ again: false }, { again: true }]);
}); // prettier-ignore

test('a vague place joins by its party what its place alone could not settle', async () => {
  await core.send('hotline', [call(noisy[0]!, { lng: 112.462, lat: 23.052 })]);
  await core.merge();
  await tell(noisy[2]!);
  expect(await sizes()).toEqual([2]);
});

test('a compound that nobody placed stands where the first caller with a point tells, and is found there by the next', async () => {
  const at = { lng: 112.462, lat: 23.052 };
  await tell('端州区和顺家园整栋楼停电');
  await core.send('hotline', [ticket({ text: '和顺家园这边停电了', ...at })]);
  await core.merge();
  await core.send('hotline', [ticket({ text: '我们这一片停电，全黑了', lng: at.lng + 0.0005, lat: at.lat })]);
  await core.merge();
  expect(await sizes()).toEqual([3]);
  const placed = 'select st_x(anchor) as lng, accuracy_m as accuracy, net is null as "netless", grid_code is not null as grid, version from incident'; // prettier-ignore
  expect(await core.rows(placed)).toEqual([{ lng: 112.462, accuracy: 150, netless: true, grid: true, version: 3 }]); // prettier-ignore
});
