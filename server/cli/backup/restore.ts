import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { once } from 'node:events';
import { afterRestore, beforeRestore } from '#store/settle-restored.ts';
import { dropStatements } from '#store/whole-city.ts';
import { End, KeptFile, Manifest } from './manifest.ts';
import { openPieces, Unreadable } from './seal.ts';
import type { Piece } from './seal.ts';
import { startTool } from './tools.ts';

export type Copy = { id: string; file: string; bytes: number; manifest: Manifest; files: KeptFile[] };

const readFile = (file: string): AsyncIterable<Buffer> =>
  createReadStream(file, { highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>;

/** Opens a copy to its end and proves every piece of it. Throws Unreadable when one does not hold. */
export async function checkCopy(
  file: string,
  recoveryKey: string,
  onDump?: (data: Buffer) => Promise<void>,
): Promise<Copy> {
  let manifest: Manifest | null = null;
  let id = '';
  const files: KeptFile[] = [];
  const hash = createHash('sm3');
  let dumpBytes = 0;
  const take = async ({ kind, data }: Piece): Promise<void> => {
    if (kind === 'manifest') manifest = Manifest.parse(JSON.parse(data.toString()));
    else if (kind === 'file') files.push(KeptFile.parse(JSON.parse(data.toString())));
    else if (kind === 'dump') {
      hash.update(data);
      dumpBytes += data.length;
      await onDump?.(data);
    } else {
      const end = End.parse(JSON.parse(data.toString()));
      if (end.dumpBytes !== dumpBytes || end.dumpSm3 !== hash.digest('hex'))
        throw new Unreadable('校验值不符');
    }
  };
  for await (const piece of openPieces(recoveryKey, readFile(file))) {
    id = piece.id;
    await take(piece);
  }
  if (manifest === null) throw new Unreadable('备份文件没有清单');
  return { id, file, bytes: (await stat(file)).size, manifest, files };
}

/** The dump flows into a program; when that ends early the flow ends with it, and its own words say why. */
async function pour(file: string, recoveryKey: string, into: Writable): Promise<void> {
  let wake = (): void => undefined;
  // An early end shows as EPIPE.
  into.on('error', () => wake());
  into.on('close', () => wake());
  into.on('drain', () => wake());
  await checkCopy(file, recoveryKey, async (data) => {
    if (!into.destroyed && !into.write(data)) await new Promise<void>((resolve) => (wake = resolve));
  });
  into.end();
}

/** The dump's table of contents without what the database itself or its administrator must bring. */
async function contents(copy: Copy, recoveryKey: string): Promise<string> {
  const { child, ended } = startTool('pg_restore', ['--list'], null, ['pipe', 'pipe', 'pipe']);
  let text = '';
  child.stdout!.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await pour(copy.file, recoveryKey, child.stdin!);
  await ended;
  const brought = / (SCHEMA|COMMENT|ACL|EXTENSION) - (SCHEMA public|public|EXTENSION)/;
  return (
    text
      .split('\n')
      // Default privileges name the role that gave them; the settling gives them anew, as whoever restores.
      .filter((line) => !/ DEFAULT ACL /.test(line))
      .filter((line) => !brought.test(line) || / ACL - SCHEMA public/.test(line))
      .join('\n')
  );
}

export type RestoreWish = {
  databaseUrl: string;
  copy: Copy;
  recoveryKey: string;
  /** Whether what is in the database now is taken away, in the same transaction. */
  replace: boolean;
  /** Channels that deliver within the database. */
  inside: readonly string[];
  /** A file that may hold the list of contents (no data). */
  listFile: { path: string; write: (text: string) => Promise<void> };
};

/**
 * 恢复: everything in one transaction of the database, comparison and settling included. Whatever fails, what was there
 * before is there still. Throws with the words of whoever failed.
 */
export async function restoreDatabase(wish: RestoreWish): Promise<void> {
  const { databaseUrl, copy, recoveryKey, inside } = wish;
  const taken = wish.replace ? await dropStatements(databaseUrl) : '';
  await wish.listFile.write(await contents(copy, recoveryKey));
  const words = ['--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', '--file=-'];
  const psql = startTool('psql', words, databaseUrl, ['pipe', 'ignore', 'pipe']);
  const script = startTool(
    'pg_restore',
    ['--no-owner', `--use-list=${wish.listFile.path}`, '--file=-'],
    null,
    ['pipe', 'pipe', 'pipe'],
  );
  const into = psql.child.stdin!;
  into.on('error', () => undefined);
  // Begin and commit are our own words: should this process die, the end of its input is a rollback.
  into.write(`set client_min_messages = warning;\nbegin;\n${beforeRestore}${taken}\n`);
  script.child.stdout!.pipe(into, { end: false });
  const flowed = once(script.child.stdout!, 'end');
  try {
    // When psql stops at an error nobody drinks any more: then everything ends.
    const cut = psql.ended.catch((error: unknown) => {
      script.child.kill();
      throw error;
    });
    cut.catch(() => undefined);
    await Promise.race([pour(copy.file, recoveryKey, script.child.stdin!), cut]);
    await Promise.race([Promise.all([flowed, script.ended]), cut]);
    into.end(`${afterRestore(copy.manifest, { ...copy, inside })}\ncommit;\n`);
    await cut;
  } finally {
    script.child.kill();
    psql.child.kill();
  }
}
