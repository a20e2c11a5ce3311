import path from 'node:path';
import sharp from 'sharp';
import type { Browser, Page } from 'playwright-core';
import type { Role } from '#contracts/people.ts';
import { routeFor } from '#domain/routing.ts';
import { hashPassword } from '#flows/passwords.ts';
import { signTask } from '#flows/sign-task.ts';
import { insertAccounts } from '#store/accounts.ts';
import { makePool } from '#store/db.ts';
import { buildBaseMap } from '#geodata/base-map.ts';
import { readReference } from '#store/reference.ts';
import { launchBrowser, openPage } from '#test/support/browser.ts';
import { by } from '#test/support/core.ts';
import { startChengyun } from '#test/support/chengyun.ts';
import { actorOf, testVault } from '#test/support/people.ts';
import { freshDatabase, redisUrl, uniquePrefix } from '#test/support/stack.ts';
import { beginWork, playMorning } from './scenario.ts';

const folder = path.join(import.meta.dirname, '../../client/pictures');
const password = 'Kadu-Reme-4827';
type Shot = {
  name: string;
  username: string;
  at: string;
  width: number;
  height: number;
  ready: (page: Page) => Promise<unknown>;
};

const shots: Shot[] = [
  {
    name: 'wall',
    username: 'daping',
    at: '/wall',
    width: 1920,
    height: 1080,
    ready: (page) => page.getByText('端州', { exact: false }).first().waitFor(),
  },
  {
    name: 'desk',
    username: 'banzhang',
    at: '/desk',
    width: 1440,
    height: 900,
    ready: (page) => page.keyboard.press('j'),
  },
  {
    name: 'field',
    username: 'quwang',
    at: '/field',
    width: 360,
    height: 740,
    ready: (page) =>
      page
        .getByRole('link', { name: /西江路/ })
        .first()
        .click({ timeout: 20_000 }),
  },
  {
    name: 'stats',
    username: 'lingdao',
    at: '/stats',
    width: 1440,
    height: 900,
    ready: (page) => page.locator('table').first().waitFor(),
  },
];

/** One page at its promised size, as PNG small enough for the README. */
async function take(browser: Browser, url: string, shot: Shot): Promise<void> {
  const { name, username, at, width, height } = shot;
  const opened = await openPage(browser, url, { viewport: { width, height } });
  await opened.page.context().request.post('/api/session', { data: { username, password } });
  await opened.page.goto(at);
  // The map draws in software here: give it time to settle.
  await opened.page.waitForTimeout(12_000);
  await shot.ready(opened.page);
  await opened.page.waitForTimeout(6_000);
  const picture = await opened.page.screenshot();
  await sharp(picture)
    .png({ palette: true, quality: 80, effort: 8 })
    .toFile(path.join(folder, `${name}.png`));
  console.log(`${name}.png  ${width} × ${height}`);
  await opened.close();
}

async function addAccounts(pool: ReturnType<typeof makePool>): Promise<void> {
  const unitCode = routeFor(await readReference(pool), 'road-flooding', '441202', new Date())!.unitCode;
  const passwordHash = await hashPassword(password);
  const one = (username: string, name: string, role: Role, place = {}) => ({
    ...actorOf(role, place),
    username,
    name,
    passwordHash,
    dutySeat: false,
    createdBy: 'pictures',
  });
  const list = [
    one('daping', '大屏', 'wall'),
    one('banzhang', '林静怡', 'shift-leader'),
    one('quwang', '陈志强', 'field', { unitCode }),
    one('lingdao', '值班领导', 'leader'),
  ];
  await insertAccounts(pool, list, new Date());
}

const database = await freshDatabase();
const pool = makePool(database.url, 3, 'pictures');
await addAccounts(pool);
const chengyun = await startChengyun({
  databaseUrl: database.url,
  redisUrl: redisUrl(),
  env: { CHENGYUN_QUEUE: uniquePrefix() },
});
await buildBaseMap(pool, chengyun.dataDir, 'zhaoqing');
const browser = await launchBrowser();
try {
  await playMorning(chengyun.url);
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  const reference = await readReference(pool);
  const parts = { pool, vault: testVault, reference: () => reference, wake: () => undefined };
  await beginWork(
    pool,
    async (taskId, version, unit, actionId) =>
      void (await signTask(
        parts,
        { ...by('field', unit), actor: { ...by('field', unit).actor, name: '陈志强' } },
        taskId,
        { actionId, version },
      )),
  );
  for (const shot of shots) await take(browser, chengyun.url, shot);
} finally {
  await browser.close();
  await chengyun.stop();
  await pool.end();
  await database.close();
}
