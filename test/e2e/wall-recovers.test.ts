import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WallCheck } from '#contracts/wall-proof.ts';
import { hashPassword } from '#flows/passwords.ts';
import { viewOf } from '#server/live/picture.ts';
import { makeSightBook } from '#server/live/in-sight.ts';
import { readPicture } from '#server/live/snapshots.ts';
import { truthOf } from '#server/live/truth.ts';
import { insertAccounts } from '#store/accounts.ts';
import { readReference } from '#store/reference.ts';
import { launchBrowser, openPage } from '#test/support/browser.ts';
import type { WatchedPage } from '#test/support/browser.ts';
import { startChengyun } from '#test/support/chengyun.ts';
import type { Chengyun } from '#test/support/chengyun.ts';
import { makeCutWire } from '#test/support/cut-wire.ts';
import type { CutWire } from '#test/support/cut-wire.ts';
import { actorOf, freshPool } from '#test/support/people.ts';
import { shakenWall } from '#test/support/shaken-wall.ts';
import type { ShakenWall } from '#test/support/shaken-wall.ts';
import { redisUrl, uniquePrefix } from '#test/support/stack.ts';
import { startTraffic } from '#test/support/traffic.ts';
import type { Traffic } from '#test/support/traffic.ts';
import { until } from '#test/support/test-parts.ts';

const password = 'Kadu-Reme-4827';
/** Small: what is tried is not the size of the map, which is drawn in software. */
const small = { width: 480, height: 270 };
const expectedError = /WebSocket|Failed to load resource|ERR_|the map does not start/u;

let database: Awaited<ReturnType<typeof freshPool>>;
let city: Chengyun;
let wire: CutWire;
let browser: Browser;
let opened: WatchedPage;
let page: Page;
let wall: ShakenWall;
let traffic: Traffic;

beforeAll(async () => {
  database = await freshPool();
  const passwordHash = await hashPassword(password);
  const leader = { ...actorOf('shift-leader'), passwordHash, dutySeat: false, createdBy: 'test' };
  await insertAccounts(database.pool, [leader], new Date());
  const env = { CHENGYUN_QUEUE: uniquePrefix(), CHENGYUN_PROVE_SECONDS: '1' };
  city = await startChengyun({ databaseUrl: database.url, redisUrl: redisUrl(), env });
  wire = await makeCutWire(city.url);
  traffic = await startTraffic(database.pool, city.url);
  browser = await launchBrowser();
  opened = await openPage(browser, wire.url, { viewport: small, expectedError });
  page = opened.page;
  wall = await shakenWall(page);
  traffic.go();
  await enrol();
  await wall.drawn();
});
afterAll(async () => {
  await traffic?.close();
  await browser?.close();
  await wire?.close();
  await city?.stop();
  await database?.close();
});

/** Makes the page a wall, by the code that it shows. */
async function enrol(): Promise<void> {
  await page.goto('/wall');
  const code = page.getByLabel('登记码');
  await until('a code', async () => /^[A-Z2-9]{6}$/u.test((await code.textContent()) ?? ''));
  const desk = await openPage(browser, city.url);
  const { request } = desk.page.context();
  await request.post('/api/session', { data: { username: 'a-shift-leader', password } });
  const answer = await request.post('/api/walls', {
    data: { code: await code.textContent(), name: '一号大屏' },
  });
  expect(answer.ok()).toBe(true);
  await desk.close();
}

const shakes = {
  cut: async (lasting: boolean) => {
    wire.cut();
    if (lasting) await saysSilent();
    wire.mend();
  },
  kill: async (lasting: boolean) => {
    await nobodyAccused();
    await city.kill('server');
    if (lasting) await saysSilent();
    await city.restart('server');
  },
  lose: () => wall.loseContext(),
  reload: () => page.reload(),
};
const kinds = ['cut', 'kill', 'lose', 'reload'] as const;
/** The long form has five turns, twenty interruptions. */
const turns = Number(process.env['CHENGYUN_RECOVER_TURNS'] ?? 2);
/** Every kind in each turn, in another order each time. */
const rounds = Array.from({ length: turns }, (_, turn) => turn).flatMap((turn) =>
  kinds.map((_, i) => ({ kind: kinds[(i + turn) % kinds.length]!, lasting: turn % 2 === 0 })),
);

/** Late is said before lost, which comes after ten seconds. */
const saysSilent = async (): Promise<void> => expect(await wall.late()).toMatch(/^数据延迟 [6-9] 秒/u);

/** Not one proof was of another picture, all the time that this server has run. */
async function nobodyAccused(): Promise<void> {
  const text = await (await fetch(`${city.url}/metrics`)).text();
  const count = /^chengyun_wall_proofs_total\{verdict="different"\} (\d+)/mu.exec(text)?.[1] ?? '0';
  const said = city
    .log('server')
    .split('\n')
    .filter((line) => line.includes('a wall did not show'));
  expect(count, said.join('\n')).toBe('0');
}

const lastProof = async (): Promise<WallCheck | null> =>
  (await database.pool.query<{ proof: WallCheck | null }>('select proof from wall')).rows[0]?.proof ?? null;

/** What the city says now, by the reading of a snapshot and by nothing that the server remembers. */
async function citySays(): Promise<Omit<WallCheck, 'at'>> {
  const reference = await readReference(database.pool);
  const view = viewOf(actorOf('wall'), 'wall');
  const picture = await readPicture(database.pool, view, reference, makeSightBook(database.pool));
  const { rows, readings } = (await truthOf(picture)).sums();
  return { epoch: picture.pages[0]!.epoch, no: picture.no, rows, drawn: rows, readings, same: true };
}

/** Resolves when the wall has proved, of the frame at which the city stands still, that it holds what the city says. */
async function agrees(after: number): Promise<void> {
  let [says, proved, seen]: [object, object, string] = [{}, {}, ''];
  const proves = async (): Promise<boolean> => {
    const proof = await lastProof();
    if (proof === null || proof.no <= after || proof.at === seen) return false;
    seen = proof.at;
    says = sorted(await citySays());
    const { at: _at, ...rest } = proof;
    proved = sorted(rest);
    return JSON.stringify(says) === JSON.stringify(proved);
  };
  await until('the proof of the wall', proves).catch((error: unknown) => {
    expect(proved).toEqual(says);
    throw error;
  });
}
const sorted = (words: object): object => Object.entries(words).sort(([a], [b]) => (a < b ? -1 : 1));

test('cut off, its server killed, robbed of its map, loaded anew, again and again: each time the wall draws what the city says', async () => {
  const nodes: number[] = [];
  for (const { kind, lasting } of rounds) {
    const { no } = await citySays();
    traffic.go();
    await traffic.sent(1);
    await shakes[kind](lasting);
    await wall.drawn();
    await traffic.sent(2);
    await traffic.rest();
    await agrees(no);
    const held = await wall.held();
    expect(held.contexts, kind).toBeLessThanOrEqual(2);
    nodes.push(held.nodes);
  }
  await nobodyAccused();
  // What the panels say differs by a word now and then; what is left behind would grow with every interruption.
  const further = rounds.length - 1 - kinds.length;
  expect(nodes.at(-1)! - nodes[kinds.length]!).toBeLessThan(further);
  await opened.close();
}, 600_000);
