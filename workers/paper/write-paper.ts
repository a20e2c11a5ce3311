import { copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Reference } from '#contracts/reference.ts';
import { readMark } from '#store/city-mark.ts';
import type { Mark } from '#store/city-mark.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { openMatters } from '#store/open-matters.ts';
import { linesOf } from './lines.ts';
import { asCsv, asHtml } from './render.ts';

const hoursKept = 24;
const headings: Record<Mark, string> = { real: '', demo: '（演示）', drill: '（演练）', test: '（测试）' };

type Parts = { pool: Pool; reference: () => Reference; dataDir: string };

/**
 * 纸质底单: what is open, as a page and a table in DATA_DIR/paper, each replaced in one step, so that whoever prints it
 * during a power cut has a whole one. The first of each hour stays for a day. Answers how many matters it holds.
 */
export async function writePaper({ pool, reference, dataDir }: Parts): Promise<number> {
  const { matters, now, mark } = await inSnapshot(pool, '*', async (tx) => ({
    matters: await openMatters(tx),
    now: await cityNow(tx),
    mark: await readMark(tx),
  }));
  const lines = linesOf(matters, reference(), now);
  const folder = path.join(dataDir, 'paper');
  const hourly = path.join(folder, 'hourly');
  await mkdir(hourly, { recursive: true });
  await replace(path.join(folder, 'open.html'), asHtml(lines, now, headings[mark]));
  await replace(path.join(folder, 'open.csv'), asCsv(lines));
  await keepHour(folder, hourly, now);
  return lines.length;
}

async function replace(file: string, text: string): Promise<void> {
  const next = `${file}.${process.pid}.next`;
  const handle = await open(next, 'w', 0o640);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(next, file);
}

/** 20261128-14: sorts by time. */
const hourOf = (at: Date): string =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
  })
    .format(at)
    .replaceAll('-', '')
    .replace(' ', '-');

async function keepHour(folder: string, hourly: string, now: Date): Promise<void> {
  const known = new Set(await readdir(hourly));
  for (const kind of ['html', 'csv']) {
    const name = `${hourOf(now)}.${kind}`;
    if (known.has(name)) continue;
    const next = path.join(hourly, `${name}.${process.pid}.next`);
    await copyFile(path.join(folder, `open.${kind}`), next);
    await rename(next, path.join(hourly, name));
    const all = (await readdir(hourly))
      .filter((one) => /^\d{8}-\d{2}\./.test(one) && one.endsWith(kind))
      .sort();
    for (const old of all.slice(0, -hoursKept)) await rm(path.join(hourly, old), { force: true });
  }
}
