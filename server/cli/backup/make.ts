import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, open, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { programVersion } from '#server/program.ts';
import { leftOut, noteBackup, openCitySnapshot } from '#store/whole-city.ts';
import type { CitySnapshot } from '#store/whole-city.ts';
import type { KeptFile, Manifest } from './manifest.ts';
import { makeSealer } from './seal.ts';
import type { Piece } from './seal.ts';
import { startTool } from './tools.ts';

export type BackupWish = {
  /** The owner's URL. */
  databaseUrl: string;
  file: string;
  recoveryKey: string;
  cipher: 'sm4' | 'aes';
  /** Secrets and other small files that the city cannot do without. */
  files: readonly KeptFile[];
  say: (line: string) => void;
};

export type Made = { file: string; bytes: number; manifest: Manifest };

const pieceBytes = 2 ** 20;
const tellEveryMs = 5_000;

/**
 * 备份: one consistent copy of everything in one sealed file, while the city works on. It appears under its name only
 * when it is complete and on the disk; a file that is there already is never touched.
 */
export async function makeBackup(wish: BackupWish): Promise<Made> {
  const { databaseUrl, recoveryKey, cipher, say } = wish;
  const file = path.resolve(wish.file);
  if (existsSync(file)) throw new Error(`${file} 已存在，不覆盖已有备份`);
  await mkdir(path.dirname(file), { recursive: true });
  const began = performance.now();
  const part = `${file}.part`;
  await rm(part, { force: true });
  const out = await open(part, 'wx', 0o600);
  const sealer = makeSealer(recoveryKey, cipher);
  let manifest: Manifest;
  try {
    say('正在取得一致快照并清点……');
    const snapshot = await openCitySnapshot(databaseUrl);
    try {
      manifest = { program: programVersion, ...snapshot.facts };
      await out.appendFile(sealer.head);
      const write = async (piece: Piece): Promise<void> => out.appendFile(sealer.seal(piece));
      await write({ kind: 'manifest', data: Buffer.from(JSON.stringify(manifest)) });
      for (const one of wish.files) await write({ kind: 'file', data: Buffer.from(JSON.stringify(one)) });
      await write({
        kind: 'end',
        data: Buffer.from(JSON.stringify(await dump(databaseUrl, snapshot, write, say))),
      });
    } finally {
      await snapshot.close();
    }
    await appear(out, part, file);
  } catch (error) {
    await out.close().catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
  const { size: bytes } = await stat(file);
  await noteBackup(databaseUrl, { id: sealer.id, file, bytes, seconds: (performance.now() - began) / 1000 });
  return { file, bytes, manifest };
}

/** On the disk first, then under its name; `link` fails where the name has been taken meanwhile. */
async function appear(out: FileHandle, part: string, file: string): Promise<void> {
  await out.sync();
  await out.close();
  await link(part, file);
  await rm(part);
  const folder = await open(path.dirname(file));
  await folder.sync();
  await folder.close();
}

async function dump(
  databaseUrl: string,
  snapshot: CitySnapshot,
  write: (piece: Piece) => Promise<void>,
  say: (line: string) => void,
): Promise<{ dumpBytes: number; dumpSm3: string }> {
  const words = [
    '--format=custom',
    '--schema=public',
    '--no-owner',
    // PostGIS brings its own.
    '--exclude-table=public.spatial_ref_sys',
    '--enable-row-security',
    `--snapshot=${snapshot.id}`,
  ];
  const without = leftOut.map((table) => `--exclude-table-data=public.${table}`);
  const { child, ended } = startTool('pg_dump', [...words, ...without], databaseUrl, [
    'ignore',
    'pipe',
    'pipe',
  ]);
  const hash = createHash('sm3');
  let bytes = 0;
  let toldAt = performance.now();
  try {
    for await (const data of gathered(child.stdout!)) {
      hash.update(data);
      bytes += data.length;
      await write({ kind: 'dump', data });
      if (performance.now() - toldAt < tellEveryMs) continue;
      toldAt = performance.now();
      say(`  已写出 ${Math.round(bytes / 2 ** 20)} MB（压缩后）`);
    }
    await ended;
  } finally {
    child.kill();
  }
  return { dumpBytes: bytes, dumpSm3: hash.digest('hex') };
}

/** The stream in pieces of about a megabyte. */
async function* gathered(source: Readable): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    held.push(chunk);
    size += chunk.length;
    if (size < pieceBytes) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}
