import { expect, test } from 'vitest';
import { AnswerText, filledTemplate, gapWords } from '#contracts/answer.ts';
import type { AnsweredMatter } from '#contracts/answer.ts';
import { dispatchWords } from '#contracts/dispatch-mode.ts';
import { ReplyTemplate } from '#contracts/reference.ts';
import { readShipped } from '#store/load-reference.ts';
import { callersOf, numberless, resultsFor } from '../../client/desk/moves/callers.ts';

const now = Date.parse('2026-06-12T06:27:00+08:00');
const task = {
  round: 1,
  kind: 'handle',
  part: 'host',
  status: 'reported',
  report: '已抽排，路面恢复通行。',
} as const;
const matter: AnsweredMatter = {
  status: 'to-review',
  round: 1,
  title: '蕉园村口积水',
  address: '西江路蕉园村口',
  departmentName: '渠网中心',
  categoryName: '道路积水',
  tasks: [task],
  requests: [
    { status: 'open', promisedAt: '2026-06-13T06:05:00+08:00' },
    { status: 'open', promisedAt: '2026-06-12T18:05:00+08:00' },
    { status: 'answered', promisedAt: '2026-06-12T05:00:00+08:00' },
  ],
};
const result = (over: Partial<AnsweredMatter>) => filledTemplate('{result}', { ...matter, ...over }, now);
const shipped = (await readShipped(null))
  .filter(({ kind }) => kind === 'reply-template')
  .flatMap(({ rows }) => rows.map((row) => ReplyTemplate.parse(row)));

test('the result is the report’s own words once 审核 has passed it, and a gap before', () => {
  for (const status of ['to-sign', 'handling', 'to-review', 'rejected'] as const)
    expect([status, result({ status })]).toEqual([status, '（请填处置情况）']);
  for (const status of ['inspecting', 'to-close', 'closed', 'follow-up', 'archived'] as const)
    expect([status, result({ status })]).toEqual([status, '已抽排，路面恢复通行']);
});

test('neither an earlier round nor another’s part of the work is the result', () => {
  expect(result({ status: 'closed', round: 2 })).toBe('（请填处置情况）');
  expect(result({ status: 'closed', tasks: [{ ...task, part: 'co-host' }] })).toBe('（请填处置情况）');
  expect(result({ status: 'closed', tasks: [{ ...task, status: 'returned' }] })).toBe('（请填处置情况）');
  expect(result({ status: 'closed', tasks: [{ ...task, report: null }] })).toBe('（请填处置情况）');
});

test('a reply is promised for the nearest promise of those who wait for it, never for a time that is past', () => {
  const body = '我们将在{time}前回复您';
  expect(filledTemplate(body, matter, now)).toBe('我们将在6 月 12 日 18:05 前回复您');
  const later = Date.parse('2026-06-12T18:05:00+08:00');
  expect(filledTemplate(body, matter, later)).toBe('我们将在（请填回复时间）前回复您');
  expect(filledTemplate(body, { ...matter, requests: [] }, now)).toBe('我们将在（请填回复时间）前回复您');
});

test('an answer with a gap is not sent, and says which', () => {
  expect(gapWords('处置情况：（请填处置情况）。')).toContain('“（请填处置情况）”');
  expect(gapWords('预计{time}前')).toContain('“{time}”');
  expect(gapWords('已抽排（含排水井），请放心。')).toBeNull();
  const refused = AnswerText.safeParse('处置情况：（请填处置情况）。');
  expect(refused.error?.issues[0]?.message).toMatch(/还留着“（请填处置情况）”.*再签发/u);
  expect(AnswerText.parse(' 已抽排完毕。 ')).toBe('已抽排完毕。');
});

test('no shipped template tells a deed before there is a report, and none is sent without one', () => {
  for (const { code, body } of shipped) {
    const early = filledTemplate(body, { ...matter, status: 'handling', requests: [] }, now);
    expect([code, /已|正在|后续将/u.test(early)]).toEqual([code, false]);
    expect([code, gapWords(early)]).toEqual([code, expect.stringContaining('（请填')]);
  }
});

test('when electricity is back is for a person to say', () => {
  const outage = shipped.find(({ code }) => code === 'power-outage')!;
  const filled = filledTemplate(outage.body, { ...matter, status: 'closed' }, now);
  expect(filled).toContain('已抽排，路面恢复通行。');
  expect(gapWords(filled)).toContain('恢复时间');
});

test('a caller without a name is numbered as in the list of callers', () => {
  const callers = [
    { id: 31, callerName: '陈**', confidential: false },
    { id: 44, callerName: null, confidential: false },
    { id: 45, callerName: null, confidential: true },
  ];
  expect(callersOf(callers)).toEqual([
    { value: 31, label: '#1 陈**' },
    { value: 44, label: '#2 隐名' },
    { value: 45, label: '#3 保密' },
  ]);
});

test('what a unit is given is called by the unit’s own way of dispatch', () => {
  expect(dispatchWords({ name: '渠网中心', dispatchMode: 'dispatch' })).toBe('派遣渠网中心');
  expect(dispatchWords({ name: '肇庆供电局', dispatchMode: 'joint-request' })).toBe('商请协办肇庆供电局');
  expect(dispatchWords({ name: '交警支队', dispatchMode: 'notice' })).toBe('联动通知交警支队');
});

test('who left no number is not to be called; of a confidential caller the page does not know', () => {
  const withNumber = { callerPhone: '138****8000', confidential: false };
  const without = { callerPhone: null, confidential: false };
  const hidden = { callerPhone: null, confidential: true };
  expect([withNumber, without, hidden].map(numberless)).toEqual(['no', 'yes', 'hidden']);
  const offered = (who: typeof without | typeof withNumber) =>
    resultsFor(who).some(({ value }) => value === 'no-number');
  expect([withNumber, without, hidden].map(offered)).toEqual([false, true, true]);
});
