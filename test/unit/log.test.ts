import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../..');

test('a log that finds no room, however long, does not end or hold up its process', () => {
  const full = openSync('/dev/full', 'w');
  const script = `
    import { makeLog } from '#server/log.ts';
    const log = makeLog('info', 'test');
    for (let n = 0; n < 20_000; n += 1) log.info({ n }, 'x'.repeat(200));
    process.exitCode = 7;`;
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', script],
    { cwd: root, stdio: ['ignore', full, 'pipe'], timeout: 30_000 },
  );
  closeSync(full);
  expect(stderr.toString()).toBe('');
  expect(status).toBe(7);
});
