import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Refusal } from '#contracts/errors.ts';
import { askExtension, askSuspension, withdrawPlea } from '#flows/ask-plea.ts';
import { closeIncident } from '#flows/close-incident.ts';
import { decidePlea } from '#flows/decide-plea.ts';
import { recallTask } from '#flows/recall-task.ts';
import { redispatchIncident } from '#flows/redispatch-incident.ts';
import { reportTask } from '#flows/report-task.ts';
import { resumeIncident, resumeTask } from '#flows/resume-incident.ts';
import { returnTask } from '#flows/return-task.ts';
import { inspectIncident, reviewReport } from '#flows/review-report.ts';
import { discardSupervision, signSupervision } from '#flows/sign-supervision.ts';
import { signTask } from '#flows/sign-task.ts';
import { raceCity, seat, worker as workerOf } from '#test/support/race.ts';
import type { Contender, Matter, Outcome, RaceCity } from '#test/support/race.ts';
import { sweepDeadlines } from '#workers/clock.ts';
import { sweepLadder } from '#workers/ladder.ts';
import { resumeSuspended } from '#workers/jobs/resume-suspended.ts';

/** 1,000 in the long form: CHENGYUN_RACE_ROUNDS=1000 npm test -- test/integration/races.test.ts */
const rounds = Number(process.env['CHENGYUN_RACE_ROUNDS'] ?? 20);
const limitMs = 120_000 + rounds * 2_000;

let city: RaceCity;
beforeAll(async () => {
  city = await raceCity();
});
afterAll(() => city?.close());

const worker = (n: number) => workerOf(city.unitCode, n);
const step = (unit: { version: number }) => ({ actionId: randomUUID(), ...unit });
const reason = '须待设备到货后施工';
const report = ({ taskId }: Matter, unit: { version: number }) =>
  reportTask(city.parts, worker(1), taskId, { ...step(unit), text: '已捕捉送收容所', photoIds: [] });
/** Makes the unit's clocks of this kind have passed, or stand on this rung of their ladder. */
const hurry = ({ taskId }: Matter, which: 'sign' | '', set: string) =>
  city.core.asOwner(`update deadline set ${set} where subject = 'task' and subject_id = ${taskId} and stage = '${which}'`); // prettier-ignore
const onRung = (matter: Matter, rung: number) => hurry(matter, '', `rung = ${rung}, rung_at = city_now()`);

const outcomeRows = {
  /** Clocks whose marks and escalations do not agree: each that fired has one, each stopped in time none. */
  clocks: `select d.id, d.stage, count(e.deadline_id)::int as told from deadline d left join escalation e on e.deadline_id = d.id
            where d.incident_id = $1 group by d.id having count(e.deadline_id) <> (d.fired_at is not null)::int`,
  /** What a unit or the centre was told of twice. */
  twice: `select step, recipient from delivery where incident_id = $1 and step ~ '^(overdue|rung|supervise|resume|decided)-'
           group by 1, 2, channel having count(*) > 1`,
  /** Sheets of one level, or open host tasks, that there are two of. */
  sheets: 'select level from supervision where incident_id = $1 group by level having count(*) > 1',
  hosts: `select 1 from task where incident_id = $1 and open and part = 'host' and kind = 'handle' having count(*) > 1`,
};

/** Nothing of a race is found twice afterwards, and exactly one of the moves that exclude each other was made. */
async function settled({ id }: Matter, excluding: readonly string[]): Promise<string> {
  while ((await sweepDeadlines(city.work)) + (await sweepLadder(city.work)) > 0);
  for (const [what, sql] of Object.entries(outcomeRows))
    expect({ what, rows: await city.core.rows(sql, [id]) }).toEqual({ what, rows: [] });
  const made = await city.core.rows<{ move: string }>('select move from history where incident_id = $1 and move = any ($2)', [id, excluding]); // prettier-ignore
  expect(made).toHaveLength(1);
  return made[0]!.move;
}

/** Refusals that tell a person what has become of the matter meanwhile. */
function isClear({ refused }: Outcome): void {
  for (const { code, message } of refused) {
    expect(['wrong-status', 'stale-version']).toContain(code);
    expect(message).toMatch(/当前为“.+”|已于 \d\d:\d\d 更新|已有更新|没有待批的申请|没有在挂账/u);
  }
}

async function oneWinner(
  round: number,
  matter: Matter,
  contenders: readonly Contender[],
  excluding: readonly string[],
): Promise<void> {
  const outcome = await city.race(round, contenders);
  expect(outcome.won).toHaveLength(1);
  isClear(outcome);
  expect(await settled(matter, excluding)).toBe(outcome.won[0]);
}

async function repeat(one: (round: number) => Promise<void>): Promise<void> {
  for (let round = 0; round < rounds; round += 1) await one(round);
}

test(
  'signed, sent back and recalled in one moment while the time for signing runs out: one of them holds',
  { timeout: limitMs },
  () =>
    // prettier-ignore
    repeat(async (round) => {
    const matter = await city.given(false);
    await hurry(matter, 'sign', "due_at = city_now() - interval '1 second'");
    const { desk, unit } = await city.versions(matter);
    const sign = (n: number) => () => signTask(city.parts, worker(n), matter.taskId, step(unit));
    const recall = (n: number) => () => recallTask(city.parts, seat(n), matter.id, { ...desk, reason });
    const back = () => returnTask(city.parts, worker(3), matter.taskId, { ...step(unit), reason });
    const all = [['sign', sign(1)], ['recall', recall(1)], ['return', back], ['sign', sign(2)], ['recall', recall(2)]] as const; // prettier-ignore
    await oneWinner(round, matter, all, ['sign', 'recall', 'return']);
  }),
);

test(
  'reported, sent back, given to another and asked more time for in one moment, a reminder between: one of them holds',
  { timeout: limitMs },
  () =>
    // prettier-ignore
    repeat(async (round) => {
    const matter = await city.given(true);
    await onRung(matter, 75);
    const { desk, unit } = await city.versions(matter);
    const { parts } = city;
    const other = { ...desk, unitCode: '441202-chengguan', reason };
    const all: Contender[] = [
      ['report', () => report(matter, unit)],
      ['redispatch', () => redispatchIncident(parts, seat(1), matter.id, other)],
      ['return', () => returnTask(parts, worker(2), matter.taskId, { ...step(unit), reason })],
      ['ask-extension', () => askExtension(parts, worker(3), matter.taskId, { ...step(unit), reason, amount: 1 })], // prettier-ignore
      ['redispatch', () => redispatchIncident(parts, seat(2), matter.id, other)],
      ['ask-suspension', () => askSuspension(parts, worker(4), matter.taskId, { ...step(unit), reason, until: '2026-07-01' })], // prettier-ignore
    ];
    await oneWinner(round, matter, all, ['report', 'redispatch', 'return', 'ask-extension', 'ask-suspension']); // prettier-ignore
  }),
);

test(
  'granted, refused and withdrawn in one moment: one of them holds, and the time is moved once or not at all',
  { timeout: limitMs },
  () =>
    // prettier-ignore
    repeat(async (round) => {
    const matter = await city.given(true);
    const before = await city.versions(matter);
    await askExtension(city.parts, worker(1), matter.taskId, { ...step(before.unit), reason, amount: 1 });
    await onRung(matter, 75);
    const { desk, unit } = await city.versions(matter);
    const decide = (n: number, grant: boolean) => () => decidePlea(city.parts, seat(n), matter.id, { ...desk, grant, reason }); // prettier-ignore
    const withdraw = () => withdrawPlea(city.parts, worker(2), matter.taskId, step(unit));
    const all = [['grant-extension', decide(1, true)], ['refuse-plea', decide(2, false)], ['withdraw-plea', withdraw], ['grant-extension', decide(3, true)]] as const; // prettier-ignore
    const moves = ['grant-extension', 'refuse-plea', 'withdraw-plea'];
    await oneWinner(round, matter, all, moves);
    const [clocks] = await city.core.rows<{ n: number }>("select count(*)::int as n from deadline where subject = 'task' and subject_id = $1 and kind = 'unit'", [matter.taskId]); // prettier-ignore
    const [granted] = await city.core.rows("select 1 from plea where incident_id = $1 and state = 'granted'", [matter.id]); // prettier-ignore
    expect(clocks!.n).toBe(granted ? 2 : 1);
  }),
);

test(
  'a sheet that is signed twice, discarded and overtaken by the report in one moment has one fate, and the unit hears of it once',
  { timeout: limitMs },
  () =>
    // prettier-ignore
    repeat(async (round) => {
    const matter = await city.given(true);
    await hurry(matter, '', "started_at = city_now() - interval '3 days', due_at = city_now(), rung = 100, rung_at = city_now()"); // prettier-ignore
    while ((await sweepLadder(city.work)) > 0);
    const sheets = await city.core.rows<{ id: number }>('select id from supervision where incident_id = $1', [matter.id]); // prettier-ignore
    expect(sheets).toHaveLength(1);
    const { id } = sheets[0]!;
    const { unit } = await city.versions(matter);
    const sign = (n: number) => () => signSupervision(city.parts, seat(n), id, { text: '请立即组织办理，并书面回复。' }); // prettier-ignore
    const discard = () => discardSupervision(city.parts, seat(3), id, { reason: '单位已电话说明' });
    const { won, refused } = await city.race(round, [['sign', sign(1)], ['report', () => report(matter, unit)], ['discard', discard], ['sign', sign(2)]]); // prettier-ignore
    isClear({ won, refused });
    await settled(matter, ['report']);
    const fates = won.filter((name) => name !== 'report');
    const [sheet] = await city.core.rows<{ state: string }>('select state from supervision where id = $1', [id]); // prettier-ignore
    expect(fates.length).toBeLessThanOrEqual(1);
    expect(sheet!.state).toBe(fates[0] === 'sign' ? 'sent' : 'dropped');
    const told = await city.core.rows("select 1 from delivery where step = $1 and recipient = $2", [`supervise-${id}`, city.unitCode]); // prettier-ignore
    expect(told).toHaveLength(fates[0] === 'sign' ? 1 : 0);
  }),
);

test(
  'a suspension that ends by its day, by the desk and by the unit in one moment ends once, and its clock goes on once',
  { timeout: limitMs },
  () =>
    // prettier-ignore
    repeat(async (round) => {
    const matter = await city.given(true);
    const before = await city.versions(matter);
    await askSuspension(city.parts, worker(1), matter.taskId, { ...step(before.unit), reason, until: '2026-07-01' }); // prettier-ignore
    const asked = await city.versions(matter);
    await decidePlea(city.parts, seat(1), matter.id, { ...asked.desk, grant: true, reason });
    await city.core.asOwner(`update plea set until_at = city_now() where incident_id = ${matter.id}`);
    const { desk, unit } = await city.versions(matter);
    const byDay = async () => {
      if ((await resumeSuspended(city.work)) === 0) throw new Refusal('wrong-status', '没有在挂账');
    };
    await oneWinner(
      round,
      matter,
      [
        ['resume', byDay],
        ['resume', () => resumeIncident(city.parts, seat(2), matter.id, { ...desk, reason })],
        ['resume', () => resumeTask(city.parts, worker(2), matter.taskId, { ...step(unit), reason })],
        ['resume', byDay],
      ],
      ['resume'],
    );
    expect(await city.core.rows("select 1 from deadline where subject = 'task' and subject_id = $1 and kind = 'unit' and stopped_at is null", [matter.taskId])).toHaveLength(1); // prettier-ignore
  }),
);

test(
  'closed, inspected and sent back for rework in one moment: one of them holds',
  { timeout: limitMs },
  () =>
    repeat(async (round) => {
      const matter = await city.given(true);
      await report(matter, (await city.versions(matter)).unit);
      const reported = await city.versions(matter);
      await reviewReport(city.parts, seat(1), matter.id, { ...reported.desk, pass: true, reason: '' });
      const { desk } = await city.versions(matter);
      const said = { ...desk, reason: '现场核查，狗已送走' };
      const all = [
        ['close', () => closeIncident(city.parts, seat(2), matter.id, said)],
        ['inspect', () => inspectIncident(city.parts, seat(3), matter.id, { ...said, pass: true })],
        ['rework', () => inspectIncident(city.parts, seat(4), matter.id, { ...said, pass: false })],
        ['close', () => closeIncident(city.parts, seat(5), matter.id, said)],
      ] as const;
      await oneWinner(round, matter, all, ['close', 'inspect', 'rework']);
    }),
);
