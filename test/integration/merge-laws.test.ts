import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeDay } from '#test/bench/replay/day.ts';
import { readWorld } from '#test/bench/replay/places.ts';
import { play, send } from '#test/bench/replay/play.ts';
import { pairwise } from '#test/bench/replay/score.ts';
import type { Report } from '#test/bench/replay/types.ts';
import { clearWork } from '#test/support/clear.ts';
import { alert, makeCore, mergeAll, minutesAgo, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { startMergeProcess } from '#test/support/merge-process.ts';

/** Long forms: CHENGYUN_MERGE_RUNS=1000, CHENGYUN_SAME_ROUNDS=1000 npm test -- test/integration/merge-laws.test.ts */
const runs = Number(process.env['CHENGYUN_MERGE_RUNS'] ?? 3);
const rounds = Number(process.env['CHENGYUN_SAME_ROUNDS'] ?? 1);
const limitMs = 120_000 + runs * 3_000 + rounds * 20_000;

let core: Core;
beforeAll(async () => {
  core = await makeCore();
});
afterAll(() => core.close());
beforeEach(() => clearWork(core));

const minute = 60_000;
const north = (metres: number): number => 23.052 + metres / 111_195;
const east = (metres: number): number => 112.462 + metres / 102_300;

/** Problem `group` stands two kilometres from the next; cameras, collectors and callers' pins tell of it. */
const problems = 5;
const each = 6;
type Sent = { door: string; item: Record<string, unknown> };
function reportOf(group: number, nth: number): Sent {
  const place = { lat: north(group * 2_000 + nth * 5), lng: east(nth * 3) };
  const at = minutesAgo(20 - nth);
  const name = `g${group}-${nth}`;
  if (nth % 3 === 0) return { door: 'camera', item: alert({ ...place, alarmId: name, observedAt: at }) };
  if (nth % 3 === 1) return { door: 'hotline', item: ticket({ ...place, ticketNo: name, calledAt: at }) };
  const item = { ...place, reporterKind: 'collector', reportNo: name, text: '路面积水', observedAt: at };
  return { door: 'report', item };
}
const all = Array.from({ length: problems * each }, (_, i) => [Math.floor(i / each), i % each] as const);

const groupsNow = async (): Promise<string[]> =>
  (
    await core.rows<{ names: string }>(
      `select string_agg(substring(e.key from 'g\\d+-\\d+'), ' ' order by substring(e.key from 'g\\d+-\\d+')) as names
         from link l join event e on e.id = l.event_id and e.accepted_on = l.accepted_on
        group by l.incident_id order by 1`,
    )
  ).map(({ names }) => names);
const truly = Array.from({ length: problems }, (_, group) => Array.from({ length: each }, (_, nth) => `g${group}-${nth}`).join(' ')); // prettier-ignore

test(
  'in any order and cut into any batches, by any number of mergers, reports give the same groups',
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.array(fc.record({ take: fc.integer({ min: 1, max: 12 }), merges: fc.integer({ min: 0, max: 3 }) }), { minLength: 2, maxLength: 12 }), // prettier-ignore
        async (order, cuts) => {
          await clearWork(core);
          for (let from = 0, n = 0; from < order.length; n += 1) {
            const { take, merges } = cuts[n % cuts.length]!;
            const batch = order.slice(from, from + take).map(([group, nth]) => reportOf(group, nth));
            for (const door of ['camera', 'hotline', 'report']) {
              const items = batch.filter((one) => one.door === door).map((one) => one.item);
              if (items.length > 0) await core.send(door, items);
            }
            await Promise.all(Array.from({ length: merges }, () => mergeAll(core.mergeParts)));
            from += take;
          }
          await core.merge();
          expect(await groupsNow()).toEqual(truly);
        },
      ),
      { numRuns: runs },
    ),
  limitMs,
);

/** All that a day has made, as one word. */
async function made(): Promise<string> {
  const tables = ['event', 'link', 'incident', 'request', 'task', 'delivery', 'deadline', 'history', 'change', 'waiting', 'latest']; // prettier-ignore
  const parts = await Promise.all(
    tables.map((table) => core.rows<{ rows: string }>(`select coalesce(string_agg(t::text, '|' order by t::text), '') as rows from ${table} t`)), // prettier-ignore
  );
  return parts.map(([part]) => createHash('sha256').update(part!.rows).digest('hex').slice(0, 12)).join(' ');
}

test('the same day sent again changes nothing at all', async () => {
  const day = makeDay(815, 150, readWorld());
  await play(core, day, 45 * minute);
  const before = await made();
  expect((await core.rows('select from link')).length).toBeGreaterThan(80);
  await send(core, day.reports);
  await core.merge();
  expect(await made()).toBe(before);
});

const start = Date.UTC(2026, 5, 11, 2);
let serial = 0;
/** A camera's view of a problem at `metres`, seen and arrived so many minutes after the start. */
function seen(truth: string, metres: number, observed: number, arrives: number): Report {
  serial += 1;
  const [observedAt, arrivesAt] = [start + observed * minute, start + arrives * minute];
  const alarmId = `b${serial}`;
  const place = { lat: north(metres + (serial % 5) * 6), lng: 112.462 };
  const item = { platformId: 'backlog', alarmId, cameraId: `c${metres}`, kind: 'waterlogging', confidence: 0.95, observedAt: new Date(observedAt).toISOString(), ...place }; // prettier-ignore
  return { id: alarmId, truth, also: [], kindId: 'flooding', nature: 'report', source: 'camera', door: 'camera', items: [item], key: `backlog/${alarmId}`, text: '', observedAt, arrivesAt, at: null, pinned: true, matters: [], district: null, exact: false, way: 'device',
    untold: false, pieces: [], hard: null }; // prettier-ignore
}

test('two hours of backlog that arrive within five minutes open no wrong incident', async () => {
  const reports: Report[] = [];
  const closings: { at: number; problem: string }[] = [];
  // Five places with a matter that was closed meanwhile, five with one that stands open, five with one after the other.
  for (let place = 0; place < 15; place += 1) {
    const [closed, open] = [`${place}-closed`, `${place}-open`];
    const [was, is] = [place % 3 !== 0, place % 3 !== 1];
    if (was) reports.push(seen(closed, place * 500, 2, 3));
    if (was) closings.push({ at: start + 50 * minute, problem: closed });
    if (is) reports.push(seen(open, place * 500, 70, 71));
    // What the gateway that was away saw of them, in no order, from the 120th minute on.
    for (let nth = 0; nth < 10; nth += 1) {
      const arrives = 120 + ((nth * 7 + place * 3) % 10) / 2;
      if (nth % 2 && was) reports.push(seen(closed, place * 500, 5 + nth * 4, arrives));
      if (nth % 2 === 0 && is) reports.push(seen(open, place * 500, 72 + nth * 4, arrives));
    }
  }
  const { found } = await play(core, { start, reports, devices: [], closings });
  expect(new Set(found.values()).size).toBe(20);
  expect(await core.rows('select count(*)::int as n from task')).toEqual([{ n: 20 }]);
  // Where two matters followed each other at one place, which of them a late report is put to is not promised.
  const alone = reports.filter(({ truth }) => Number.parseInt(truth) % 3 !== 2);
  const pairs = pairwise(alone.map(({ id, truth, source }) => ({ id, truth, source, also: [], found: found.get(id)! }))); // prettier-ignore
  expect({ wrong: pairs.wrong.length, lost: pairs.lost.length }).toEqual({ wrong: 0, lost: 0 });
});

test(
  'many reports of one problem, vague and precise, from several processes at once file one incident with one task',
  async () => {
    await core.asOwner('update city_clock set anchor_city = clock_timestamp(), anchor_real = clock_timestamp(), rate = 1'); // prettier-ignore
    const [many, count] = rounds > 1 ? [8, 1_000] : [2, 200];
    const processes = await Promise.all(Array.from({ length: many }, () => startMergeProcess(core.url)));
    try {
      for (let no = 1; no <= rounds; no += 1) {
        await clearWork(core);
        const shares = processes.map((_, n) => shareOf(no, n, count / many));
        await Promise.all(processes.map((one, n) => one.take(shares[n]!)));
        await core.merge();
        const [found] = await core.rows<Record<string, number>>(
          `select (select count(*)::int from link) as links, (select count(*)::int from incident) as incidents,
                  (select count(*)::int from task) as tasks, (select count(*)::int from delivery) as deliveries`,
        );
        expect(found).toEqual({ links: shares.flatMap((share) => share.items.flatMap(({ items }) => items)).length, incidents: 1, tasks: 1, deliveries: 1 }); // prettier-ignore
      }
    } finally {
      await Promise.all(processes.map((one) => one.stop()));
    }
  },
  limitMs,
);

/** Requests of five, camera alerts and callers' pins by turns, all of one flood. */
function shareOf(
  no: number,
  process: number,
  count: number,
): { no: number; items: { door: string; items: unknown[] }[] } {
  // prettier-ignore
  const requests = Array.from({ length: Math.floor(count / 5) }, (_, r) => {
    const camera = r % 2 === process % 2;
    const items = Array.from({ length: 5 }, (_, i) => {
      const name = `n${no}-${process}-${r}-${i}`;
      const place = { lat: north((r % 10) + i), lng: 112.462 };
      return camera ? alert({ ...place, alarmId: name, cameraId: `c${i}` }) : ticket({ ...place, ticketNo: name });
    });
    return { door: camera ? 'camera' : 'hotline', items };
  });
  return { no, items: requests };
}
