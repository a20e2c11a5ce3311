import { spawn } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

type Tool = 'pg_dump' | 'pg_restore' | 'psql';

const debian = '/usr/lib/postgresql';

/**
 * The program of the newest PostgreSQL on this machine: a client speaks to servers of its own version and older ones.
 * Debian's folder first, then the PATH.
 */
function findTool(tool: Tool): string {
  const versions = existsSync(debian) ? readdirSync(debian).map(Number) : [];
  const found = versions
    .filter((version) => existsSync(path.join(debian, String(version), 'bin', tool)))
    .sort((a, b) => b - a)[0];
  return found === undefined ? tool : path.join(debian, String(found), 'bin', tool);
}

export type Running = { child: ChildProcess; ended: Promise<void> };

/**
 * Starts a client program on a database. The password goes by the environment: a command line can be read by everybody
 * on the machine. `ended` throws what it said on its way out, in one line.
 */
export function startTool(
  tool: Tool,
  words: readonly string[],
  databaseUrl: string | null,
  stdio: StdioOptions,
): Running {
  const url = databaseUrl === null ? null : new URL(databaseUrl);
  const password = url ? decodeURIComponent(url.password) : '';
  if (url) url.password = '';
  const child = spawn(findTool(tool), [...words, ...(url ? [`--dbname=${url.href}`] : [])], {
    // Row security is on for the owner, too: the whole city is asked for.
    env: {
      PATH: '/usr/bin:/bin',
      LC_ALL: 'C.UTF-8',
      PGOPTIONS: '-c app.scope=*',
      PGCONNECT_TIMEOUT: '10',
      ...(password && { PGPASSWORD: password }),
    },
    stdio,
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)));
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      const missing = error.code === 'ENOENT';
      reject(new Error(missing ? `找不到 ${tool}，请安装 postgresql-client` : error.message));
    });
    child.once('close', (code) => {
      if (code === 0) resolve();
      else
        reject(new Error(`${tool}: ${said.trim().split('\n').slice(-3).join('; ') || `ended with ${code}`}`));
    });
  });
  // Whoever waits for it later still hears of it.
  ended.catch(() => undefined);
  return { child, ended };
}
