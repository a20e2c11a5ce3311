import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { buildClient } from '../../server/launch/build.mjs';
import { installPackages } from '../../server/launch/debian.mjs';
import { whileLocked } from '../../server/launch/lock.mjs';
import { run } from '../../server/launch/processes.mjs';
import { Stop, say, step } from '../../server/launch/say.mjs';
import { joinServices } from './services.mjs';

export const root = path.join(import.meta.dirname, '../..');

/**
 * Runs a command with its output on this terminal.
 * @param {string} command
 * @param {readonly string[]} words
 * @param {Record<string, string>} [env]
 * @returns {Promise<number>}
 */
export function show(command, words, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, words, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', (error) => {
      say(error.message);
      resolve(127);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

const tool = (/** @type {string} */ name) => path.join(root, 'node_modules/.bin', name);

/** Types, lint, formatting: all three run, also when the first one fails. Returns how many failed. */
export async function check() {
  const codes = [
    await show(tool('tsc'), ['-p', '.']),
    await show(tool('oxlint'), ['-c', 'test/lint/oxlint.json', '--type-aware', '--deny-warnings']),
    await show(tool('prettier'), ['--check', '--log-level', 'warn', '.']),
  ];
  const failed = codes.filter((code) => code !== 0).length;
  say(failed === 0 ? 'check: types, lint and formatting are clean' : `check: ${failed} of 3 failed`);
  return failed;
}

/**
 * The services of a test run and what the tests must know about them. `test` shares a quick pair between all its
 * runs; `bench` and `fault` have durable ones, and `fault` is alone on its own, because it kills them.
 * @param {'test' | 'bench' | 'fault' | 'pictures'} suite
 */
async function openStack(suite) {
  const dataDir = path.join(root, '.data', suite);
  const services = await joinServices({ dataDir, durable: suite !== 'test' });
  if (suite === 'fault' && !services.alone) {
    await services.leave();
    throw new Stop('another npm run fault is at work here; two would kill each other’s PostgreSQL');
  }
  const words = [services.adminUrl, services.url, dataDir, services.alone ? 'alone' : 'shared'];
  const template = await step('preparing the template database', () =>
    run(process.execPath, ['--import', 'tsx', 'test/support/template.ts', ...words], { cwd: root }),
  );
  if (template.code !== 0) {
    await services.leave();
    throw new Stop(`the template database could not be made:\n${template.output}`);
  }
  return {
    leave: services.leave,
    env: {
      CHENGYUN_TEST_DATABASE_URL: services.url,
      CHENGYUN_TEST_ADMIN_URL: services.adminUrl,
      CHENGYUN_TEST_REDIS_URL: services.redisUrl,
      CHENGYUN_TEST_TEMPLATE: template.output.trim().split('\n').at(-1) ?? '',
      CHENGYUN_TEST_DATA_DIR: dataDir,
    },
  };
}

async function provideBrowser() {
  const missing = [
    ...(fs.existsSync('/usr/bin/chromium') ? [] : ['chromium']),
    ...(fs.existsSync('/usr/share/doc/fonts-noto-cjk') ? [] : ['fonts-noto-cjk']),
  ];
  if (missing.length > 0) await installPackages(missing, '测试用浏览器');
  fs.mkdirSync(path.join(root, '.data'), { recursive: true });
  await whileLocked(path.join(root, '.data'), 'build', () => buildClient(root));
}

/**
 * The counts of a vitest run. A file that does not load, or fails before its tests, counts as one failure.
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: { status: string, assertionResults: { status: string }[] }[] }} report
 */
export function countResults(report) {
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** @param {{ passed: number, failed: number, skipped: number }} counts */
export const summary = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/**
 * Every suite, or the files named on the command line; the last line tells the counts.
 * @param {readonly string[]} words
 */
export async function test(words) {
  const files = words.filter((word) => word.startsWith('test/'));
  const all = files.length === 0;
  const touches = (/** @type {RegExp} */ kind) => all || files.some((file) => kind.test(file));
  const needsServices = touches(/^test\/(?!unit|property)/);
  if (touches(/^test\/(e2e|$)/)) await provideBrowser();
  const stack = needsServices ? await openStack('test') : null;
  const reportFile = path.join(root, '.data', `report-${process.pid}.json`);
  fs.mkdirSync(path.dirname(reportFile), { recursive: true });
  try {
    const code = await show(
      tool('vitest'),
      ['run', '--config', 'test/vitest.config.ts', '--reporter=default', '--reporter=json']
        .concat(`--outputFile.json=${reportFile}`)
        .concat(words),
      stack?.env,
    );
    const counts = fs.existsSync(reportFile)
      ? countResults(JSON.parse(fs.readFileSync(reportFile, 'utf8')))
      : { passed: 0, failed: 0, skipped: 0 };
    // An error outside any test, or no test at all, is a failure too.
    if (counts.failed === 0 && (code !== 0 || counts.passed === 0)) counts.failed = 1;
    await stack?.leave();
    say(`\n${summary(counts)}`);
    return counts.failed === 0 ? 0 : 1;
  } finally {
    fs.rmSync(reportFile, { force: true });
  }
}

/**
 * A long suite with its own main file, against a durable private PostgreSQL and Redis.
 * @param {'bench' | 'fault' | 'pictures'} name
 * @param {readonly string[]} words
 */
export async function longSuite(name, words) {
  if (name !== 'fault') await provideBrowser();
  const stack = await openStack(name);
  try {
    return await show(process.execPath, ['--import', 'tsx', `test/${name}/main.ts`, ...words], stack.env);
  } finally {
    await stack.leave();
  }
}
