import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, rmdirSync, statfsSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export type SmallDisk = {
  folder: string;
  usedShare: () => number;
  /** Fills it to this share of its size; 1 leaves not one byte. */
  fillTo: (share: number) => void;
  makeRoom: () => void;
  close: () => void;
};

/** A disk of its own in memory, or the reason why this machine gives none. */
export function makeSmallDisk(megabytes: number): SmallDisk | string {
  if (process.getuid?.() !== 0) return 'mounting a disk in memory needs root';
  const folder = mkdtempSync(path.join(os.tmpdir(), 'small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', folder]);
  } catch (error) {
    rmdirSync(folder);
    return `this machine mounts no disk in memory: ${(error as Error).message.trim().split('\n').at(-1)}`;
  }
  const filler = path.join(folder, 'filler');
  const free = (): number => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  return {
    folder,
    usedShare: () => 1 - free() / (megabytes * 2 ** 20),
    fillTo: (share) => grow(filler, () => free() - megabytes * 2 ** 20 * (1 - share)),
    makeRoom: () => rmSync(filler, { force: true }),
    close: () => {
      execFileSync('umount', ['--lazy', folder]);
      rmdirSync(folder);
    },
  };
}

/** Appends to a file while there is more to take. */
function grow(file: string, left: () => number): void {
  const handle = openSync(file, 'a');
  try {
    for (let bytes = left(); bytes > 0; bytes = left())
      writeSync(handle, Buffer.alloc(Math.min(Math.ceil(bytes), 2 ** 20)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(handle);
  }
}
