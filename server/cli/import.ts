import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readConfig } from '#server/config.ts';
import { loadFolder } from '#workers/folder.ts';
import { readMark } from '#store/city-mark.ts';
import { readArguments, usage } from './import/arguments.ts';
import type { Wanted } from './import/arguments.ts';
import { openCity } from './import/city.ts';
import { followMerge } from './import/follow-merge.ts';
import type { Format, ImportCity, ImportKind, Layout } from './import/kind.ts';
import { Mapping, readMapping } from './import/mapping.ts';
import { preview } from './import/preview.ts';
import { makeProgress } from './import/progress.ts';
import { importFile } from './import/run.ts';
import type { Job } from './import/run.ts';
import { summary } from './import/tally.ts';
import type { Refusal } from './import/tally.ts';

/**
 * tsx server/cli/import.ts <kind> <file> [--map mapping.json] [--crs gcj02] [--dry-run]
 * Brings a real file in through the same doors as live data. Status 1 when nothing of it could be taken.
 */
z.config(z.locales.zhCN());
const say = (line: string): void => console.log(line);
const folder = (name: string): string => path.join(import.meta.dirname, 'import', name);

/** Row number, code and words of what was not taken; nothing of the rows themselves. Null when there is none. */
async function writeReport(
  dataDir: string,
  { kind, file }: Job,
  refused: readonly Refusal[],
): Promise<string | null> {
  if (refused.length === 0) return null;
  const report = path.join(dataDir, 'imports', `${kind.id}-${path.basename(file)}.refused.csv`);
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const lines = refused.map(({ row, code, message }) => `${row},${code},${quoted(message)}`);
  await mkdir(path.dirname(report), { recursive: true });
  await writeFile(report, `\uFEFF行,代码,原因\n${lines.join('\n')}\n`, { mode: 0o600 });
  return report;
}

async function bringIn(job: Job, city: ImportCity): Promise<void> {
  if ((await readMark(city.pool)) === 'demo')
    say('注意：这是演示库，导入的数据与演示数据在一起，不会对外发送。');
  const began = performance.now();
  const progress = makeProgress();
  const tally = await importFile(job, city, progress.tell);
  const seconds = (performance.now() - began) / 1000;
  progress.end();
  say(`导入完成：${job.kind.title} ← ${path.basename(job.file)}`);
  for (const line of summary(tally, seconds, await writeReport(city.dataDir, job, tally.refused))) say(line);
  if (tally.accepted + tally.duplicates === 0) process.exitCode = 1;
  const merged = job.kind.events ? await followMerge(city.pool, progress.note) : null;
  if (merged) say(`  ${merged}`);
}

async function run(
  { kind, format, file, map, crs, dryRun }: Wanted,
  layouts: readonly Layout[],
): Promise<void> {
  const given = map === undefined ? Mapping.parse({}) : await readMapping(map);
  const mapping = crs === undefined ? given : { ...given, crs };
  const job: Job = { kind, format, file: path.resolve(file), layouts, mapping };
  const city = await openCity(readConfig());
  try {
    if (dryRun) for (const line of await preview(job, city)) say(line);
    else await bringIn(job, city);
  } finally {
    await city.close();
  }
}

try {
  const kinds = await loadFolder<ImportKind>(folder('kinds'), 'kind');
  const formats = await loadFolder<Format>(folder('formats'), 'format');
  const layouts = await loadFolder<Layout>(folder('layouts'), 'layout');
  const wanted = readArguments(process.argv.slice(2), kinds, formats);
  if (wanted) await run(wanted, layouts);
  else say(usage(kinds));
} catch (error) {
  console.error(`导入未完成：${(error as Error).message}`);
  process.exitCode = 1;
}
