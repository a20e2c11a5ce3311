import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { clearWork } from '#test/support/clear.ts';
import { makeCore, minutesAgo, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';

let core: Core;
beforeAll(async () => {
  core = await makeCore();
});
afterAll(() => core.close());
beforeEach(() => clearWork(core));

const caller = { callerName: '陈大文', callerPhone: '13977654321' };
const nowhere = { lng: undefined, lat: undefined };

async function call(...tickets: Record<string, unknown>[]): Promise<void> {
  await core.send('hotline', tickets);
  await core.merge();
}
const incidents = () =>
  core.rows<{ n: number; requests: number }>(
    'select event_count as n, request_count as requests from incident order by id',
  );
const waiting = () =>
  core.rows<{ why: string }>("select judged ->> 'why' as why from waiting where reason = 'ask'");
const urged = async (no: string): Promise<number> =>
  (await core.rows<{ urged: number }>('select urged from request where ticket_no = $1', [no]))[0]!.urged;

test('a further call of the same caller joins its own matter as a request of its own, and urges the first one', async () => {
  await call(ticket({ ...caller, ticketNo: 'F1', text: '路面水浸', calledAt: minutesAgo(300) }));
  await call(ticket({ ...caller, ...nowhere, ticketNo: 'F2', text: '上次反映的还没处理，催一下' }));
  expect(await incidents()).toEqual([{ n: 2, requests: 2 }]);
  expect(await urged('F1')).toBe(1);
});

test('by the number of its ticket, or the end of it, anybody may call about a matter', async () => {
  await call(ticket({ ticketNo: 'ZQ2026000123', calledAt: minutesAgo(300) }));
  await call(
    ticket({ ...nowhere, text: '我是他家属，尾号0123那件还没处理' }),
    ticket({ ...nowhere, text: '工单号ZQ2026000123，什么时候处理' }),
  );
  expect(await incidents()).toEqual([{ n: 3, requests: 3 }]);
  expect(await urged('ZQ2026000123')).toBe(2);
});

test('not solved, says the caller of a closed matter: a person is asked, with that matter to choose', async () => {
  await call(ticket({ ...caller, ticketNo: 'F1', calledAt: minutesAgo(300) }));
  await core.asOwner(`alter table incident disable trigger incident_moves;
    update incident set status = 'closed', closed_at = now() - interval '2 hours'; alter table incident enable trigger incident_moves`);
  await call(ticket({ ...caller, ...nowhere, text: '上次冇搞掂' }));
  expect(await waiting()).toEqual([{ why: expect.stringContaining('已结案') as string }]);
});

test('who never called before and says it is not solved makes a matter of its own', async () => {
  await call(ticket({ text: '路面水浸', calledAt: minutesAgo(300) }));
  await call(ticket({ ...caller, ...nowhere, text: '反映过三次了还没处理' }));
  expect(await incidents()).toHaveLength(2);
});

test('tests, drills and jokes open nothing and join nothing: they wait for a person with the reason', async () => {
  await call(ticket({}));
  await call(ticket({ text: '测试测试' }), ticket({ text: '【演练】路面水浸两米' }));
  expect(await incidents()).toEqual([{ n: 1, requests: 1 }]);
  expect((await waiting()).map(({ why }) => why.slice(0, 7))).toEqual(['疑似测试或演练', '疑似测试或演练']);
});

test('praise and questions are dispatched to nobody by the machine', async () => {
  await call(ticket({ ...nowhere, kind: 'praise', text: '表扬清理井盖的师傅，井盖缺失当天就补上' }));
  expect(await core.rows('select id from task')).toEqual([]);
});
