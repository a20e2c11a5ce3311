import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { importsOf } from '#test/support/architecture.ts';
import type { Books } from '../fault/checks/books.ts';
import { checkAll } from '../fault/checks/check.ts';
import type { Terms } from '../fault/checks/handled.ts';
import type { State } from '../fault/checks/state.ts';
import { isClean } from '../fault/checks/verdict.ts';
import { groupAt, parcelsOf, spiral } from '../fault/outside/truth.ts';

type World = { books: Books; state: State; terms: Terms; chain: string | null };

/** One flooded place, seen by two cameras, handled by a unit with a system of its own; all as it should be. */
function world(): World {
  const row: [number, number, 0 | 1] = [7, 2, 0];
  const books: Books = {
    client: [
      { what: 'group', group: 0, matter: 'flooding', lng: 112.4, lat: 23.1 },
      { what: 'sent', request: 1, door: 'camera', items: [{ key: 'c/1', group: 0, event: 'c/1' }] },
      { what: 'sent', request: 2, door: 'camera', items: [{ key: 'c/2', group: 0, event: 'c/2' }] },
      { what: 'unknown', request: 2 },
      { what: 'acked', request: 1, accepted: 1, duplicates: 0 },
      { what: 'acked', request: 2, accepted: 0, duplicates: 1 },
    ],
    department: [{ key: '21', fence: 1, hash: 'aa', unit: 'u', signed: true, status: 200 }],
    walls: [
      [
        { what: 'joined' },
        { what: 'page', epoch: 'e', no: 3, page: 0, pages: 1, rows: [] },
        { what: 'frame', epoch: 'e', no: 4, rows: [[7, 1, 0]], removals: [] },
        { what: 'joined' },
        { what: 'resume', epoch: 'e', fromNo: 5 },
        { what: 'frame', epoch: 'e', no: 5, rows: [row], removals: [] },
        { what: 'fresh', epoch: 'e', no: 5, rows: [row] },
      ],
      [
        { what: 'joined' },
        { what: 'page', epoch: 'e', no: 4, page: 0, pages: 1, rows: [[7, 1, 0]] },
        { what: 'frame', epoch: 'e', no: 5, rows: [row], removals: [] },
        { what: 'fresh', epoch: 'e', no: 5, rows: [row] },
      ],
    ],
    people: [
      { what: 'signed', action: 'a', status: 200 },
      { what: 'edited', mark: '1', status: 204 },
    ],
  };
  const delivery = { task: 11, step: 'dispatch', recipient: 'u', state: 'sent', attempts: 1 };
  const state: State = {
    events: [
      { id: 1, source: 'camera', key: 'c/1' },
      { id: 2, source: 'camera', key: 'c/2' },
    ],
    ledger: [
      { event: 1, source: 'camera' },
      { event: 2, source: 'camera' },
    ],
    links: [
      { event: 1, incident: 7 },
      { event: 2, incident: 7 },
    ],
    waiting: [],
    setApart: [],
    readings: [],
    incidents: [{ id: 7, version: 2, open: true, wall: 'point', family: 'flooding' }],
    tasks: [{ id: 11, incident: 7, part: 'host', kind: 'handle', unit: 'u' }],
    deliveries: [
      { id: 20, channel: 'inbox', ...delivery },
      { id: 21, channel: 'webhook', ...delivery },
    ],
    inbox: [20],
    misplaced: [],
    deadlines: [{ id: 31, due: 10_000, stopped: null, fired: 12_000 }],
    escalations: [{ deadline: 31, at: 12_000 }],
    overdueLines: [31],
    versions: [
      { incident: 7, version: 1 },
      { incident: 7, version: 2 },
    ],
    signLines: [7],
    actions: ['a'],
    edits: ['1'],
    frames: [
      { epoch: 'e', no: 4 },
      { epoch: 'e', no: 5 },
    ],
    now: 60_000,
  };
  return { books, state, terms: { outsideUnits: ['u'], outages: [] }, chain: null };
}

/** The numbers of the checks that find something after `spoil` has been at it. */
function foundBy(spoil: (world: World) => void): number[] {
  const one = world();
  spoil(one);
  const verdicts = checkAll(one.books, one.state, one.terms, one.chain);
  return verdicts.flatMap((verdict, i) => (isClean(verdict) ? [] : [i + 1]));
}

test('the checker is content with a city in which all is right', () => {
  expect(foundBy(() => undefined)).toEqual([]);
});

const spoiled: [string, number, (world: World) => void][] = [
  ['an acknowledged event is gone', 1, ({ state }) => state.events.pop()],
  ['a request was never acknowledged', 1, ({ books }) => books.client.pop()],
  ['an event was invented', 2, ({ state }) => state.events.push({ id: 3, source: 'camera', key: 'c/9' })],
  ['a reading was invented', 2, ({ state }) => state.readings.push('d/depth_m/now')],
  ['a key is stored twice', 3, ({ state }) => state.events.push({ ...state.events[0]!, id: 3 })],
  ['a resend was taken as new', 3, ({ books }) => books.client.push({ what: 'acked', request: 1, accepted: 1, duplicates: 0 })], // prettier-ignore
  ['an event is neither linked nor waiting', 4, ({ state }) => state.links.pop()],
  ['an event still waits', 4, ({ state }) => state.waiting.push({ event: 2, reason: 'new' })],
  ['a problem was split', 5, ({ state }) => (state.links[1]!.incident = 8)],
  ['an incident of no problem', 5, ({ state }) => state.incidents.push({ ...state.incidents[0]!, id: 8 })],
  ['a task is missing', 6, ({ state }) => state.tasks.pop()],
  ['two host tasks', 6, ({ state }) => state.tasks.push({ ...state.tasks[0]!, id: 12 })],
  ['a unit was not told', 6, ({ state }) => state.deliveries.shift()],
  ['marked sent and never received', 7, ({ books }) => books.department.pop()],
  ['received and not sent', 7, ({ books }) => books.department.push({ ...books.department[0]!, key: '99' })],
  [
    'one key with two bodies',
    7,
    ({ books }) => books.department.push({ ...books.department[0]!, hash: 'bb' }),
  ],
  ['not in the inbox', 7, ({ state }) => state.inbox.pop()],
  ['twice in the inbox', 7, ({ state }) => state.inbox.push(20)],
  ['a delivery is dead', 7, ({ state }) => (state.deliveries[0]!.state = 'dead')],
  ['a deadline never fired', 8, ({ state }) => [state.escalations.pop(), state.overdueLines.pop()]],
  ['a deadline fired twice', 8, ({ state }) => state.overdueLines.push(31)],
  ['a deadline fired early', 8, ({ state }) => (state.escalations[0]!.at = 9_999)],
  ['a deadline fired late', 8, ({ state }) => (state.escalations[0]!.at = 15_001)],
  ['a matter stands at a false place in the queue', 8, ({ state }) => state.misplaced.push(7)],
  ['a number was skipped', 9, ({ books }) => books.walls[0]!.splice(2, 1)],
  ['a number came twice', 9, ({ books }) => books.walls[0]!.splice(3, 0, books.walls[0]![2]!)],
  ['a row is missing on the wall', 9, ({ books }) => books.walls[1]!.push({ what: 'fresh', epoch: 'e', no: 5, rows: [[7, 2, 0], [8, 1, 0]] })], // prettier-ignore
  ['the wall shows an old version', 9, ({ books }) => books.walls[1]!.push({ what: 'fresh', epoch: 'e', no: 5, rows: [[7, 3, 0]] })], // prettier-ignore
  ['a number means one thing at one server and another at the next', 9, ({ books }) => Object.assign(books.walls[1]![2]!, { rows: [[7, 2, 0], [9, 1, 1]] })], // prettier-ignore
  ['a number was never published', 9, ({ state }) => state.frames.push({ epoch: 'e', no: 7 })],
  ['the audit chain is broken', 10, (one) => (one.chain = '第 2 条')],
  ['an edit is not in the audit', 10, ({ state }) => state.edits.pop()],
  ['a signature is gone', 10, ({ state }) => state.actions.pop()],
  ['a version was not kept', 10, ({ state }) => state.versions.pop()],
];
test.each(spoiled)('the checker sees that %s (check %i)', (_what, check, spoil) => {
  expect(foundBy(spoil)).toContain(check);
});

test('a deadline may be late by as long as nobody could keep it', () => {
  const late = (world: World): void => void (world.state.escalations[0]!.at = 19_000);
  expect(foundBy(late)).toEqual([8]);
  expect(foundBy((one) => [late(one), (one.terms = { ...one.terms, outages: [{ from: 9_000, to: 14_500 }] })])).toEqual([]); // prettier-ignore
});

test('a deadline that somebody ended in time need not fire, one that was ended late must have', () => {
  const silent = ({ state }: World, stopped: number): void => {
    Object.assign(state, { escalations: [], overdueLines: [] });
    state.deadlines[0]!.stopped = stopped;
  };
  expect(foundBy((one) => silent(one, 9_000))).toEqual([]);
  expect(foundBy((one) => silent(one, 30_000))).toEqual([8]);
});

test('the problems of the outside world are at least 300 m apart, and their reports within 40 m', () => {
  const metres = (a: { lng: number; lat: number }, b: { lng: number; lat: number }): number =>
    Math.hypot((a.lng - b.lng) * 111_320 * Math.cos((a.lat * Math.PI) / 180), (a.lat - b.lat) * 111_320);
  const groups = Array.from({ length: 300 }, (_, n) => groupAt(n));
  const nearest = groups.flatMap((one, i) => groups.slice(0, i).map((other) => metres(one, other)));
  expect(Math.min(...nearest)).toBeGreaterThan(300);
  expect(new Set(groups.map((_, n) => spiral(n).join())).size).toBe(groups.length);
  for (const group of groups.slice(0, 8)) {
    for (const { body } of parcelsOf(group, 0).filter(({ door }) => door !== 'sensor')) {
      const [item] = Object.values(JSON.parse(body) as Record<string, { lng: number; lat: number }[]>)[0]!;
      expect(metres(group, item!)).toBeLessThan(41);
    }
  }
});

test('the outside world shares no code with the program', () => {
  const folder = path.join(import.meta.dirname, '../fault/outside');
  const imports = readdirSync(folder).flatMap((file) =>
    importsOf(readFileSync(path.join(folder, file), 'utf8')),
  );
  expect(imports.length).toBeGreaterThan(10);
  expect(imports.filter((one) => !/^(node:|\.\/[\w-]+\.ts$|socket\.io-client$)/.test(one))).toEqual([]);
});
