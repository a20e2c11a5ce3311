import type { Db } from '#store/db.ts';

export type BackupRow = { at: Date; file: string; bytes: number };

/** The newest copy of everything; null when there has never been one. */
export async function lastBackup(db: Db): Promise<(BackupRow & { ageSeconds: number }) | null> {
  const { rows } = await db.query<BackupRow & { ageSeconds: number }>(
    `select at, file, bytes, extract(epoch from steady_now() - at)::float8 as "ageSeconds"
       from backup where kind = 'backup' order by at desc limit 1`,
  );
  return rows[0] ?? null;
}
