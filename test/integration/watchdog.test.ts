import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { loopStates, tickLoops, watchLoop } from '#server/progress.ts';
import { makePool } from '#store/db.ts';
import { forgetProcess, processes, tellProcess } from '#store/processes.ts';
import { startApp } from '#test/support/app.ts';
import { freshDatabase } from '#test/support/stack.ts';

const database = await freshDatabase();
const pool = makePool(database.url, 4, 'test');
afterAll(async () => {
  await pool.end();
  await database.close();
});

type End = { code: number | null; signal: string | null; said: string };

/** Runs the watched process with a fault; `frozenMs`: it is stopped and woken meanwhile. */
async function run(fault: string, frozenMs = 0): Promise<End> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/support/watched.ts', fault], {
    cwd: path.join(import.meta.dirname, '../..'),
  });
  let said = '';
  const ended = new Promise<End>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal, said })),
  );
  const ready = new Promise<void>((resolve) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      if (said.includes('ready')) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
  });
  if (frozenMs > 0) {
    await ready;
    child.kill('SIGSTOP');
    await wait(frozenMs);
    child.kill('SIGCONT');
  }
  return ended;
}

test('a process ends when a loop hangs or nothing runs at all; failing turns and a long freeze are no reason', async () => {
  const [hangs, blocks, works, fails, frozen] = await Promise.all([
    run('hangs'),
    run('blocks'),
    run('works'),
    run('fails'),
    run('works', 1_500),
  ]);
  expect([hangs.code, hangs.said.includes('"loop":"relay"')]).toEqual([1, true]);
  expect([blocks.signal, blocks.said.includes('event loop is blocked')]).toEqual(['SIGKILL', true]);
  expect([works.code, fails.code, frozen.code]).toEqual([0, 0, 0]);
});

test('age counts from the last progress; a beat within a long turn is progress, a failed turn is none', async () => {
  const pulse = watchLoop('test-loop', 3);
  const state = () => loopStates().find(({ loop }) => loop === 'test-loop')!;
  let beat = (): void => undefined;
  let end = (): void => undefined;
  const turn = pulse.turn((tell) => {
    beat = tell;
    return new Promise<void>((resolve) => (end = resolve));
  });
  for (let n = 0; n < 3; n += 1) tickLoops();
  expect(state().stuck).toBe(true);
  beat();
  expect(state().stuck).toBe(false);
  end();
  await turn;
  await wait(150);
  await pulse.turn(() => Promise.reject(new Error('away'))).catch(() => undefined);
  for (let n = 0; n < 9; n += 1) tickLoops();
  expect(state()).toMatchObject({ stuck: false });
  expect(state().ageSeconds).toBeGreaterThanOrEqual(0.1);
  pulse.end();
  expect(loopStates().some(({ loop }) => loop === 'test-loop')).toBe(false);
});

test('ready, wall and measures name a loop that stands still and a disk that is nearly full, on any machine', async () => {
  const disk = { name: 'data', totalBytes: 100, freeBytes: 17, usedShare: 0.83 } as const;
  const one = { part: 'workers', host: 'h1', pid: 7, program: '1', upSeconds: 90 } as const;
  await tellProcess(pool, {
    ...one,
    id: 'workers@h1:7',
    loops: [{ loop: 'relay', ageSeconds: 44.2, stuck: false }],
    disks: [disk],
    figures: [],
  });
  const app = await startApp(pool);
  const read = async (at: string): Promise<string> =>
    (await fetch(app.url + at, { headers: { authorization: `Bearer ${app.settings.apiToken}` } })).text();
  expect(await read('/readyz')).toContain('workers@h1:7 的 relay 已 44 秒没有进展');
  const figures = JSON.parse(await read('/api/wall/figures')) as { notices: string[] };
  expect(figures.notices.join()).toMatch(/磁盘已用 83%.*循环停滞/u);
  const metrics = await read('/metrics');
  expect(metrics).toContain('chengyun_loop_progress_age_seconds{process="workers@h1:7",loop="relay"} 44.2');
  expect(metrics).toContain('chengyun_disk_used_share{process="workers@h1:7",disk="data"} 0.83');
  expect(metrics).toContain('chengyun_backup_age_seconds -1');
  await app.close();
});

test('a process that stops in good order leaves no trace; one that died is shown as silent', async () => {
  const facts = {
    part: 'server',
    host: 'h2',
    program: '1',
    upSeconds: 1,
    loops: [],
    disks: [],
    figures: [],
  } as const;
  await tellProcess(pool, { ...facts, id: 'server@h2:1', pid: 1 });
  await tellProcess(pool, { ...facts, id: 'server@h2:2', pid: 2 });
  await forgetProcess(pool, 'server@h2:1');
  await pool.query("update process set seen_at = seen_at - interval '1 minute' where id = 'server@h2:2'");
  const found = (await processes(pool)).filter(({ host }) => host === 'h2');
  expect(found.map(({ id, silent }) => [id, silent])).toEqual([['server@h2:2', true]]);
});
