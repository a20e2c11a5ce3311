import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { installPackages } from '../../launch/debian.mjs';
import type { Row } from './kind.ts';
import { drawnAs, wantedTags } from './osm-tags.ts';

const run = promisify(execFile);

/** The tool of OpenStreetMap that reads its extracts; installed where that may be done. */
async function requireOsmium(): Promise<void> {
  const found = await run('osmium', ['--version']).then(
    () => true,
    () => false,
  );
  if (!found) await installPackages(['osmium-tool'], 'OSM 数据工具');
}

/**
 * The elements of an extract that a map may draw, one a row: `tags` and `geometry` (GeoJSON, WGS 84). Ways that lie
 * partly outside the extract are left out. Throws one Chinese sentence when the file cannot be read.
 */
export async function* osmRows(file: string): AsyncGenerator<Row> {
  await requireOsmium();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'chengyun-osm-'));
  try {
    const part = path.join(folder, 'wanted.osm.pbf');
    await run('osmium', ['tags-filter', '--no-progress', '-o', part, file, ...wantedTags]).catch(
      (error: unknown) => {
        const last = String((error as { stderr?: string }).stderr ?? '')
          .trim()
          .split('\n')
          .at(-1);
        throw new Error(`OSM 文件无法读取：${last}`, { cause: error });
      },
    );
    yield* exported(part);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* exported(file: string): AsyncGenerator<Row> {
  const words = ['export', '--no-progress', '-f', 'geojsonseq', '-x', 'print_record_separator=false', file];
  const osmium = spawn('osmium', words, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    osmium.once('error', reject).once('close', resolve);
  });
  let no = 0;
  for await (const text of createInterface({ input: osmium.stdout })) {
    no += 1;
    const { properties, geometry } = JSON.parse(text) as { properties: unknown; geometry: unknown };
    // A closed way comes as line and as area: the one that its tags do not mean is none of the file's rows.
    if (drawnAs(properties, geometry)) yield { no, cells: { tags: properties, geometry } };
  }
  const status = await ended;
  if (status !== 0) throw new Error(`OSM 文件转换失败（osmium 退出码 ${status}）`);
}
