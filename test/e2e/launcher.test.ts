import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch as launchCity } from '#test/support/launch.ts';
import type { Launch } from '#test/support/launch.ts';
import { freePort } from '#test/support/stack.ts';
import { findProcesses, run, serversIn, untilTrue } from '../../server/launch/processes.mjs';

const root = path.join(import.meta.dirname, '../..');
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'launch-'));
// PostgreSQL runs as a user of its own, who must be able to pass.
chmodSync(dataDir, 0o755);
const port = await freePort();
const url = `http://127.0.0.1:${port}`;

/** `npm start` over this data folder. */
const launch = (...words: string[]): Launch => launchCity(dataDir, ['--port', String(port), ...words]);

async function serving(launched: Launch): Promise<void> {
  await launched.settled();
  expect(launched.said()).toContain(`${url}/wall`);
}

const answers = (): Promise<boolean> =>
  fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
/** A command beside the city, as npm runs it from the data folder: with nothing of the city in the environment. */
const command = (file: string, ...words: string[]): ReturnType<typeof run> => {
  const { DATABASE_URL: _, REDIS_URL: __, ...env } = process.env;
  return run(process.execPath, [path.join(root, file), ...words], {
    cwd: root,
    env: { ...env, DATA_DIR: dataDir, INIT_CWD: dataDir },
  });
};
const beside = 'server/launch/command.mjs';
const partPids = (file: string): number[] =>
  findProcesses((words) => words.includes(file) && words.includes(`--data-dir=${dataDir}`)).map(
    ({ pid }) => pid,
  );
const postgresPid = (): number =>
  Number.parseInt(readFileSync(path.join(dataDir, 'pg/postmaster.pid'), 'utf8'), 10);
const redisPid = (): number => serversIn(path.join(dataDir, 'redis'), /^redis-server/)[0]?.pid ?? 0;
const anythingLeft = (): number =>
  [
    ...findProcesses((words) => words.some((word) => word.includes(dataDir))),
    ...serversIn(path.join(dataDir, 'pg'), /^postgres/),
    ...serversIn(path.join(dataDir, 'redis'), /^redis/),
  ].length;

let city: Launch;
beforeAll(async () => {
  city = launch('--no-demo');
  await serving(city);
}, 300_000);
afterAll(async () => {
  city.process.kill('SIGINT');
  await untilTrue(city.ended, 60_000);
  rmSync(dataDir, { recursive: true, force: true });
});

test('the first start makes an empty city, shows addresses and accounts once, and keeps its secrets private', async () => {
  expect(await answers()).toBe(true);
  expect(city.said()).toMatch(/共 \d 步：建立数据库、检查数据库与基础数据、(?:生成网页、)?启动服务/);
  expect(city.said()).toMatch(/^ {2}admin {8}\S{14} {7}\/desk {3}管理员/m);
  for (const [name, page] of Object.entries({ zhiban: '/desk', quwang1: '/field', lingdao: '/stats' }))
    expect(city.said()).toMatch(new RegExp(`^  ${name.padEnd(12)} \\S{19}  ${page.padEnd(6)}  \\S`, 'm'));
  expect(city.said()).not.toContain('演示');
  expect(statSync(path.join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
});

test('a second start over the same data folder says who runs already, and harms nothing', async () => {
  const second = launch();
  await untilTrue(second.ended, 60_000);
  expect(second.process.exitCode).toBe(1);
  expect(second.said()).toContain(`城运已在运行（进程号 ${city.process.pid}`);
  expect(await answers()).toBe(true);
});

test('a file is brought in beside the running city, with the settings that the city has', async () => {
  const file = path.join(dataDir, 'calls.csv');
  writeFileSync(file, '平台,工单号,受理时间,诉求内容\nold,1,2020-01-02 08:00,路灯不亮\n');
  const { code, output } = await command(beside, 'import', 'hotline', 'calls.csv');
  expect(output).toMatch(/文件行数 1　收下 1　重复 0　未收 0[^]*归并完成/);
  expect(code).toBe(0);
}, 60_000);

test('the audit is verified beside the running city: one line and the status say how it is', async () => {
  const { code, output } = await command(beside, 'verify-audit', '--save', 'heads.json');
  expect(output).toMatch(/^审计链完整，共 [1-9]\d* 条/);
  expect(code).toBe(0);
  const heads = JSON.parse(readFileSync(path.join(dataDir, 'heads.json'), 'utf8')) as { hash: string }[];
  const others = heads.map((head) => ({ ...head, hash: '00'.repeat(32) }));
  writeFileSync(path.join(dataDir, 'heads.json'), JSON.stringify(others));
  const bad = await command(beside, 'verify-audit', '--heads', 'heads.json');
  expect(bad.output).toMatch(/^审计链不完整：第 \d+ 链第 \d+ 条/);
  expect(bad.code).toBe(1);
  expect((await command(beside, 'verify-audit', '--heads', 'none.json')).code).toBe(2);
}, 60_000);

test('whoever holds the machine resets a password; the new one opens, and the audit keeps a row', async () => {
  const signIn = (password: string, username = 'admin'): Promise<Response> =>
    fetch(`${url}/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
  const [, old = ''] = /^ {2}admin +(\S+)/m.exec(city.said()) ?? [];
  expect((await signIn(old)).status).toBe(200);
  const { code, output } = await command(beside, 'reset-password', 'admin');
  expect(code).toBe(0);
  expect((await signIn(old)).status).toBe(401);
  expect((await signIn(/新密码：(\S+)/.exec(output)?.[1] ?? '')).status).toBe(200);
  expect((await command(beside, 'reset-password', 'nobody')).output).toContain('没有账号“nobody”');
  const [, auditors = ''] =
    /^shenji +(\S+)/m.exec(readFileSync(path.join(dataDir, 'accounts.txt'), 'utf8')) ?? [];
  const cookie = (await signIn(auditors, 'shenji')).headers.getSetCookie().map((one) => one.split(';')[0]);
  const audit = await fetch(`${url}/api/audit`, { headers: { cookie: cookie.join('; ') } });
  expect(await audit.text()).toMatch(/"account\.password-reset","target":"account\/admin"/);
}, 60_000);

test('a copy is proved beside the running city, and nothing but the proof is done there', async () => {
  const file = path.join(dataDir, 'copy.backup');
  expect((await command('server/copy.mjs', 'backup', '--to', file)).code).toBe(0);
  const checked = await command('server/copy.mjs', 'restore', file, '--check');
  expect(checked.output).toMatch(/^备份完好：.+数据截至 \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/m);
  expect(checked.code).toBe(0);
  const refused = await command('server/copy.mjs', 'restore', file, '--replace');
  expect(refused.output).toContain('城运正在运行，请先停止它');
  expect(refused.code).toBe(1);
}, 60_000);

test.each([
  ['server', () => partPids('server/main.ts')[0] ?? 0, '服务进程'],
  ['workers', () => partPids('workers/main.ts')[0] ?? 0, '后台进程'],
  ['Redis', redisPid, 'Redis'],
  ['PostgreSQL', postgresPid, '数据库'],
])('kill -9 of %s: it is started again and the city can commit', async (_, pid, title) => {
  const before = pid();
  process.kill(before, 'SIGKILL');
  expect(await untilTrue(() => city.said().includes(`${title}已恢复运行`), 60_000)).toBe(true);
  expect(pid()).not.toBe(before);
  const ready = (): Promise<boolean> =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  expect(await untilTrue(ready, 60_000, 200)).toBe(true);
});

test('kill -9 of the launcher: the city goes on, the next start takes over', async () => {
  city.process.kill('SIGKILL');
  await untilTrue(city.ended, 60_000);
  expect(await answers()).toBe(true);
  city = launch();
  await serving(city);
  expect(city.said()).toContain('已清理上次异常退出留下的 2 个进程');
  expect(city.said()).not.toContain('初始密码');
});

test('Ctrl-C leaves nothing running', async () => {
  city.process.kill('SIGINT');
  expect(await untilTrue(city.ended, 60_000)).toBe(true);
  expect(city.process.exitCode).toBe(0);
  expect(anythingLeft()).toBe(0);
});

test('to put a copy over a city without a terminal takes a word of one’s own, and the refusal tells it', async () => {
  const file = path.join(dataDir, 'copy.backup');
  const { code, output } = await command('server/copy.mjs', 'restore', file, '--replace');
  expect(output).toContain('请在终端输入“取代”，或加 --yes');
  expect(code).toBe(1);
  expect(anythingLeft()).toBe(0);
}, 120_000);
