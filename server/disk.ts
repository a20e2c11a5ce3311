import { realpathSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Disk } from '#contracts/ops.ts';

/** 磁盘告警 from this share on: time to make room before the database must refuse. */
export const diskAlarmShare = 0.8;

/**
 * The disks that this process can see: of the data folder, and of the private database when that lies elsewhere. Used
 * is what a program without root's reserve can no longer have. The disk of a database on another machine is unknown.
 */
export async function readDisks(dataDir: string): Promise<Disk[]> {
  const found = new Map<string, Disk>();
  for (const [name, folder] of [
    ['data', dataDir],
    ['database', path.join(dataDir, 'pg')],
  ] as const) {
    const place = realPath(folder);
    if (place === null) continue;
    const { type, blocks, bavail, bfree, bsize } = await statfs(place);
    const reachable = (blocks - bfree + bavail) * bsize;
    const freeBytes = bavail * bsize;
    const disk = {
      name,
      freeBytes,
      totalBytes: reachable,
      usedShare: 1 - freeBytes / Math.max(1, reachable),
    };
    // Both folders on one disk are one disk.
    found.set(`${type} ${blocks} ${bfree}`, disk);
  }
  return [...found.values()];
}

function realPath(folder: string): string | null {
  try {
    return realpathSync(folder);
  } catch {
    return null;
  }
}
