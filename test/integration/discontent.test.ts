import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DiscontentCause, FollowUpResult } from '#contracts/request.ts';
import { answerRequests } from '#flows/answer-requests.ts';
import { followUpRequest } from '#flows/follow-up-request.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import type { Scope } from '#store/db.ts';
import * as requests from '#store/requests.ts';
import * as stats from '#store/stats.ts';
import { makeCore } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { desk, makeDeskWork } from '#test/support/desk-work.ts';
import type { DeskWork } from '#test/support/desk-work.ts';

let core: Core;
let work: DeskWork;
beforeAll(async () => {
  core = await makeCore();
  work = makeDeskWork(core);
});
afterAll(() => core.close());

type Call = { result?: FollowUpResult; solved: boolean; note?: string; cause?: DiscontentCause };
const call = (id: number, { result = 'dissatisfied', note = '', ...said }: Call): Promise<void> =>
  followUpRequest(core, desk, id, { result, note, whenOpenNearby: 'apart', ...said });

/** A matter that was closed, with callers who have their answers. */
async function answered(callers: number): Promise<{ id: number; callers: number[] }> {
  const id = await work.called(callers);
  await work.workThrough(id);
  const ids = (await work.requestsOf(id)).map((one) => one.id);
  await answerRequests(core, desk, ids, '已劝停施工，夜间不再作业');
  return { id, callers: ids };
}

async function discontentsOf(id: number): Promise<[number, string, string][]> {
  const one = await inSnapshot(core.pool, '*', (tx) => requests.byId(tx, id));
  return one!.discontents.map(({ round, cause, words }) => [round, cause, words]);
}

test('who is not content is asked why; nothing is noted before a cause is chosen, and 其他 wants words', async () => {
  const { callers } = await answered(1);
  await expect(call(callers[0]!, { solved: false })).rejects.toThrow('请选原因');
  await expect(call(callers[0]!, { solved: true })).rejects.toThrow('请选原因');
  await expect(call(callers[0]!, { result: 'satisfied', solved: false })).rejects.toThrow('请选原因');
  await expect(call(callers[0]!, { solved: false, cause: 'other' })).rejects.toThrow('请写明');
  expect(await discontentsOf(callers[0]!)).toEqual([]);
  expect((await work.requestsOf(await incidentOf(callers[0]!)))[0]).toMatchObject({ status: 'answered' });
});

const incidentOf = async (request: number): Promise<number> =>
  (await core.rows<{ id: number }>('select incident_id as id from request where id = $1', [request]))[0]!.id;

test('each round keeps its own cause; the history tells it in words; a content caller leaves none', async () => {
  const { id, callers } = await answered(2);
  await call(callers[0]!, { result: 'satisfied', solved: true, cause: 'late' });
  await call(callers[1]!, { solved: false, cause: 'handling', note: '今晚又响了' });
  await work.workOnce(id);
  await answerRequests(core, desk, [callers[1]!], '已再次处置');
  await call(callers[1]!, { solved: true, cause: 'manner', note: '来人态度生硬' });
  expect(await discontentsOf(callers[0]!)).toEqual([]);
  expect(await discontentsOf(callers[1]!)).toEqual([
    [1, 'handling', '今晚又响了'],
    [2, 'manner', '来人态度生硬'],
  ]);
  const told = await core.rows<{ words: string }>('select words from history where incident_id = $1', [id]);
  const all = told.map(({ words }) => words).join('\n');
  expect(all).toContain('不满意，未解决（处置不到位）：今晚又响了');
  expect(all).toContain('不满意（服务态度）：来人态度生硬');
});

test('what a caller said of a round is not changed by anybody afterwards', async () => {
  await expect(core.rows("update discontent set cause = 'late' returning 1")).rejects.toThrow('permission denied'); // prettier-ignore
  await expect(core.rows('delete from discontent returning 1')).rejects.toThrow('permission denied');
});

const figuresNow = (scope: Scope = '*') =>
  inSnapshot(core.pool, scope, async (tx) => {
    const now = await cityNow(tx);
    const counts = await stats.callsBack(tx, now);
    for (const figure of stats.callFigures) {
      const filter = { by: 'district', code: undefined, figure } as const;
      const listed = await stats.cases(tx, filter, now, { limit: 500, offset: 0 });
      expect([figure, listed.length]).toEqual([figure, counts[figure]]);
      expect(await stats.countCases(tx, filter, now)).toBe(listed.length);
    }
    return counts;
  });

test('the leaders’ figures count matters by cause, and each number has as many matters behind it', async () => {
  const before = await figuresNow();
  const { callers } = await answered(3);
  await call(callers[0]!, { result: 'unreached', solved: false });
  expect(await figuresNow()).toEqual(before);
  await call(callers[1]!, { result: 'basic', solved: true });
  expect(await figuresNow()).toEqual({ ...before, calledBack: before.calledBack + 1 });
  await call(callers[0]!, { solved: true, cause: 'answer' });
  await call(callers[2]!, { solved: true, cause: 'beyond' });
  expect(await figuresNow()).toEqual({
    ...before,
    calledBack: before.calledBack + 1,
    discontent: before.discontent + 1,
    discontentAnswer: before.discontentAnswer + 1,
    discontentBeyond: before.discontentBeyond + 1,
  });
  expect(before).toMatchObject({ discontent: 1, discontentHandling: 1, discontentManner: 1, discontentLate: 0 }); // prettier-ignore
});

test('a month later the figures are empty, and a district sees none of another', async () => {
  await expect(figuresNow({ units: [], districts: ['441224'] })).resolves.toMatchObject({ calledBack: 0, discontent: 0 }); // prettier-ignore
  await core.asOwner("update request set followed_at = followed_at - interval '40 days'");
  await core.asOwner("update discontent set said_at = said_at - interval '40 days'");
  await expect(figuresNow()).resolves.toMatchObject({ calledBack: 0, discontent: 0 });
});
