import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FrameRow } from '#contracts/live.ts';
import type { PastFrame, PastMoment, PastSegment } from '#contracts/past.ts';
import { makePlayer, speeds } from '../../client/wall/past/player.ts';
import type { PastReader, Player } from '../../client/wall/past/player.ts';
import { rowOf } from '#test/support/live-row.ts';

const start = Date.parse('2026-06-12T00:00:00.000Z');
const frameMs = 10_000;
const perSegment = 6;
const iso = (at: number): string => new Date(at).toISOString();
const noReadings = 'AAAAAAAAAAA=';

/** The frames of a city: in each a matter is filed, moved or closed. */
const frames: PastFrame[] = Array.from({ length: 60 }, (_, n) => {
  const row = rowOf({
    id: n % 7,
    version: n,
    severity: ((n % 4) + 1) as FrameRow['severity'],
    status: n % 5 === 4 ? 'closed' : 'handling',
  });
  return { no: n + 1, at: iso(start + (n + 1) * frameMs), upserts: [row], removals: [] };
});

/** What was known at an instant, by taking every frame until then. */
function knownAt(at: number): FrameRow[] {
  const rows = new Map<number, FrameRow>();
  for (const frame of frames.filter((one) => Date.parse(one.at) <= at))
    for (const row of frame.upserts)
      if (row.status === 'closed') rows.delete(row.id);
      else rows.set(row.id, row);
  return [...rows.values()];
}

const inOrder = (rows: Iterable<FrameRow>): FrameRow[] => [...rows].sort((a, b) => a.id - b.id);

const last = frames.length / perSegment - 1;
function segmentOf(n: number): PastSegment {
  const own = frames.slice(n * perSegment, (n + 1) * perSegment);
  const [from, until] = [start + n * perSegment * frameMs, start + (n + 1) * perSegment * frameMs];
  const [no, lastNo] = [n * perSegment, (n + 1) * perSegment];
  return { epoch: 'e', no, lastNo, from: iso(from), until: iso(until), open: n === last, frames: own };
}

/** A store that answers as the server does and counts what it was asked. */
function storeOf(lost: ReadonlySet<number> = new Set()): PastReader & { asked: () => string[] } {
  const asked: string[] = [];
  const kept = Array.from({ length: last + 1 }, (_, n) => n).filter((n) => !lost.has(n));
  return {
    asked: () => asked,
    moment: async (at): Promise<PastMoment | null> => {
      asked.push('moment');
      const n = kept.findLast((one) => start + one * perSegment * frameMs <= at);
      if (n === undefined) return null;
      const from = start + n * perSegment * frameMs;
      const picture = {
        epoch: 'e',
        no: n * perSegment,
        at: iso(from),
        rows: knownAt(from),
        readings: noReadings,
        movers: noReadings,
      };
      return { picture, segment: segmentOf(n) };
    },
    next: async (after) => {
      asked.push('next');
      const wanted = after.lastNo / perSegment;
      const n = kept.find((one) => one >= wanted);
      if (n === undefined) return { segment: null, resumes: null };
      return n === wanted
        ? { segment: segmentOf(n), resumes: null }
        : { segment: null, resumes: segmentOf(n).from };
    },
  };
}

const settle = (): Promise<void> => new Promise((done) => setImmediate(done));
const end = start + frames.length * frameMs;

/** Plays until it stands at the end; answers every state that a person saw. */
async function playOut(player: Player, elapsed: number): Promise<void> {
  player.play(true);
  for (let n = 0; n < 20_000 && player.isOn(); n += 1) {
    player.step(elapsed);
    await settle();
  }
}

test('wherever one seeks and however fast one plays, the picture is the one that every frame until then makes', async () => {
  const act = fc.oneof(
    fc.record({ seek: fc.integer({ min: start, max: end }) }),
    fc.record({ step: fc.integer({ min: 1, max: 2_000 }), speed: fc.constantFrom(...speeds) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 30 }), async (acts) => {
      const player = makePlayer(storeOf());
      await player.seek(start);
      player.play(true);
      for (const one of acts) {
        if ('seek' in one) await player.seek(one.seek);
        else {
          player.setSpeed(one.speed);
          player.step(one.step);
        }
        await settle();
        expect(inOrder(player.view().rows.values())).toEqual(inOrder(knownAt(player.at())));
      }
    }),
    { numRuns: 150 },
  );
});

test('a screen that was handed every change alone knows the same as the tape', async () => {
  const player = makePlayer(storeOf());
  const screen = new Map<number, FrameRow>();
  player.onChange(({ upserts, removals, reset, news }) => {
    expect(news).toBe(false);
    if (reset) screen.clear();
    for (const id of removals) screen.delete(id);
    for (const row of upserts) screen.set(row.id, row);
  });
  await player.seek(start + 95_000);
  player.setSpeed(600);
  await playOut(player, 100);
  expect(player.state()).toBe('end');
  expect(inOrder(screen.values())).toEqual(inOrder(knownAt(end)));
});

test('to play all of it asks for one moment and once for each segment after it', async () => {
  const store = storeOf();
  const player = makePlayer(store);
  await player.seek(start);
  player.setSpeed(600);
  await playOut(player, 50);
  expect(store.asked().filter((what) => what === 'moment')).toHaveLength(1);
  expect(store.asked().filter((what) => what === 'next')).toHaveLength(last);
});

test('over what was not kept one is brought to where records begin again; within it nothing is shown', async () => {
  const player = makePlayer(storeOf(new Set([0, 4, 5])));
  await player.seek(start + 1);
  expect(player.state()).toBe('nothing');
  expect(player.view().rows.size).toBe(0);
  const lostUntil = start + 6 * perSegment * frameMs;
  await player.seek(lostUntil - 1);
  expect(player.state()).toBe('nothing');
  expect(player.view().rows.size).toBe(0);
  await player.seek(start + 3 * perSegment * frameMs);
  player.setSpeed(600);
  const seen: number[] = [];
  player.subscribe(() => seen.push(player.at()));
  await playOut(player, 50);
  expect(player.at()).toBe(end);
  const within = seen.filter((at) => at > start + 4 * perSegment * frameMs && at < lostUntil);
  expect(within).toEqual([]);
});

test('an answer that comes after one has sought elsewhere is dropped', async () => {
  const store = storeOf();
  const waiting: (() => void)[] = [];
  const slow: PastReader = {
    ...store,
    moment: async (at) => {
      await new Promise<void>((go) => waiting.push(go));
      return store.moment(at);
    },
  };
  const player = makePlayer(slow);
  const both = [player.seek(start + 500_000), player.seek(start + 50_000)];
  waiting[1]!();
  await both[1];
  waiting[0]!();
  await both[0];
  expect(player.at()).toBe(start + 50_000);
  expect(inOrder(player.view().rows.values())).toEqual(inOrder(knownAt(start + 50_000)));
});

test('a line that is away is waited for: nothing is skipped, and what could not be read is not told as never kept', async () => {
  const store = storeOf();
  let away = 0;
  const shaky: PastReader = {
    moment: async (at) => {
      if (away-- > 0) throw new Error('Failed to fetch');
      return store.moment(at);
    },
    next: async (after) => {
      // Of three questions two are lost.
      if (away++ % 3 !== 2) throw new Error('Failed to fetch');
      return store.next(after);
    },
  };
  const player = makePlayer(shaky);
  away = 1;
  await player.seek(start);
  expect(player.state()).toBe('failed');
  away = 0;
  player.play(true);
  await settle();
  expect(player.state()).toBe('playing');
  player.setSpeed(600);
  await playOut(player, 50);
  expect(player.state()).toBe('end');
  expect(player.at()).toBe(end);
  expect(inOrder(player.view().rows.values())).toEqual(inOrder(knownAt(end)));
});

test('panels are told four times a second of the person who looks, the map at every step', async () => {
  const player = makePlayer(storeOf());
  await player.seek(start);
  player.play(true);
  let [told, seen] = [0, 0];
  player.subscribe(() => (told += 1));
  player.onChange(() => (seen += 1));
  seen = 0;
  player.setSpeed(60);
  told = 0;
  for (let n = 0; n < 40; n += 1) player.step(50);
  expect(told).toBe(8);
  expect(seen).toBeGreaterThan(4);
});
