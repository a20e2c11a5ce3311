import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openCity } from '#server/cli/import/city.ts';
import type { Format, ImportCity, ImportKind, Layout } from '#server/cli/import/kind.ts';
import { Mapping } from '#server/cli/import/mapping.ts';
import type { Job } from '#server/cli/import/run.ts';
import { readConfig } from '#server/config.ts';
import { loadFolder } from '#workers/folder.ts';
import { testSecrets } from './chengyun.ts';

const root = path.join(import.meta.dirname, '../..');
const folder = (name: string): string => path.join(root, 'server/cli/import', name);
const kinds = await loadFolder<ImportKind>(folder('kinds'), 'kind');
const formats = await loadFolder<Format>(folder('formats'), 'format');
const layouts = await loadFolder<Layout>(folder('layouts'), 'layout');

/** A folder for files that a test writes itself. */
export function fileFolder(): {
  dir: string;
  write: (name: string, content: string | Buffer) => string;
  clear: () => void;
} {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'chengyun-import-'));
  return {
    dir,
    write(name, content) {
      const file = path.join(dir, name);
      writeFileSync(file, content);
      return file;
    },
    clear: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** What the command makes of its words: the file as one kind, with the mapping that stands in its JSON. */
export function jobOf(kindId: string, file: string, mapping: Record<string, unknown> = {}): Job {
  const kind = kinds.find(({ id }) => id === kindId);
  const format = formats.find(({ id }) => id === path.extname(file).slice(1));
  if (!kind || !format) throw new Error(`no import of ${file} as ${kindId}`);
  return { kind, format, file, layouts, mapping: Mapping.parse(mapping) };
}

const settings = (databaseUrl: string, dataDir: string, cityId: string): Record<string, string> => ({
  ...testSecrets,
  DATABASE_URL: databaseUrl,
  REDIS_URL: 'redis://unused',
  DATA_DIR: dataDir,
  CITY: cityId,
});

/** The import's own doors over a database of the test. */
export const openTestCity = (
  databaseUrl: string,
  dataDir: string,
  cityId = 'zhaoqing',
): Promise<ImportCity & { close: () => Promise<void> }> =>
  openCity(readConfig(settings(databaseUrl, dataDir, cityId)));

/** The command itself, as a process; `done` answers its status and what it printed. */
export function startImport(
  databaseUrl: string,
  dataDir: string,
  words: readonly string[],
): { child: ChildProcess; done: Promise<{ code: number | null; printed: string }> } {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/cli/import.ts', ...words], {
    cwd: root,
    env: { ...process.env, ...settings(databaseUrl, dataDir, 'zhaoqing') },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (printed += data.toString()));
  const done = new Promise<{ code: number | null; printed: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, printed })),
  );
  return { child, done };
}
