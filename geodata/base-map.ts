import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PMTiles } from 'pmtiles';
import { baseMapVersion, gatherBaseMap, tilesOfZoom } from '#store/base-map.ts';
import type { Box, TileRow } from '#store/base-map.ts';
import { inTransaction } from '#store/db.ts';
import type { Db, Pool } from '#store/db.ts';
import { loadedGeodata } from '#store/load-areas.ts';
import { pmtilesArchive } from './pmtiles.ts';

/** Sketches are drawn no finer than they are known; streets of an extract deserve one zoom more. */
const deepest = { sketch: 12, extract: 13 };
/** Columns of tiles that one statement looks at: short enough for its time limit, and small in memory. */
const columnsAtOnce = 8;

/** The tiles of a city, one archive. */
export function baseMapFile(dataDir: string, cityId: string): string {
  return path.join(dataDir, 'basemap', `${cityId}.pmtiles`);
}

/**
 * Makes the archive of vector tiles from what the database holds, unless the one that lies there was made of the
 * same. Answers whether it was made anew; `say` is told of every zoom. A file that is being read stays whole.
 */
export async function buildBaseMap(
  pool: Pool,
  dataDir: string,
  cityId: string,
  say: (line: string) => void = () => undefined,
): Promise<boolean> {
  const file = baseMapFile(dataDir, cityId);
  const { no, extract } = await baseMapVersion(pool);
  const stamp = await stampOf(pool, no);
  if ((await stampIn(file)) === stamp) return false;
  const archive = await inTransaction(pool, '*', async (tx) => {
    const box = await gatherBaseMap(tx);
    const bounds: Box = box ?? [-180, -85, 180, 85];
    const tiles = box ? await allTiles(tx, box, extract ? deepest.extract : deepest.sketch, say) : [];
    return pmtilesArchive(tiles, bounds, { stamp, vector_layers: vectorLayers });
  });
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.new`, archive);
  await rename(`${file}.new`, file);
  say(`· 底图已生成：${(archive.length / 1024).toFixed(0)} kB`);
  return true;
}

const vectorLayers = ['land', 'border', 'green', 'water', 'river', 'building', 'rail', 'road', 'name'].map(
  (id) => ({
    id,
    fields: { kind: 'String', rank: 'Number', code: 'String', name: 'String' },
  }),
);

async function allTiles(tx: Db, box: Box, maxZoom: number, say: (line: string) => void): Promise<TileRow[]> {
  const tiles: TileRow[] = [];
  for (let z = 0; z <= maxZoom; z += 1) {
    const { x0, x1, y0, y1 } = rangeOf(box, z);
    for (let from = x0; from <= x1; from += columnsAtOnce) {
      const to = Math.min(x1, from + columnsAtOnce - 1);
      tiles.push(...(await tilesOfZoom(tx, z, { x0: from, x1: to, y0, y1 })));
    }
    say(`· 底图：第 ${z}/${maxZoom} 级，共 ${tiles.length} 片`);
  }
  return tiles;
}

/** Columns and rows of the tiles that touch a box. */
function rangeOf(
  [west, south, east, north]: Box,
  z: number,
): { x0: number; x1: number; y0: number; y1: number } {
  const side = 2 ** z;
  const within = (value: number): number => Math.min(side - 1, Math.max(0, Math.floor(value)));
  const column = (lng: number): number => within(((lng + 180) / 360) * side);
  const row = (lat: number): number => {
    const angle = (Math.min(85, Math.max(-85, lat)) * Math.PI) / 180;
    return within(((1 - Math.log(Math.tan(angle) + 1 / Math.cos(angle)) / Math.PI) / 2) * side);
  };
  return { x0: column(west), x1: column(east), y0: row(north), y1: row(south) };
}

/** Changes when the data, the database or the code that draws changes. */
async function stampOf(pool: Pool, no: string): Promise<string> {
  const code = ['base-map.ts', 'pmtiles.ts', '../server/store/base-map.ts'];
  const hash = createHash('sha256').update(`${no} ${JSON.stringify(await loadedGeodata(pool))}`);
  for (const file of code) hash.update(await readFile(path.join(import.meta.dirname, file)));
  return hash.digest('hex');
}

/** What the archive that lies there was made of; null where there is none, or none that can be read. */
async function stampIn(file: string): Promise<string | null> {
  if (!existsSync(file)) return null;
  const handle = await open(file);
  try {
    const archive = new PMTiles({
      getKey: () => file,
      getBytes: async (offset, length) => {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
        return { data: new Uint8Array(buffer.subarray(0, bytesRead)).buffer };
      },
    });
    const metadata = await archive.getMetadata();
    return (metadata as { stamp?: string }).stamp ?? null;
  } catch {
    return null;
  } finally {
    await handle.close();
  }
}
