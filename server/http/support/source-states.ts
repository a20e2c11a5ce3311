import type { SourceState } from '#contracts/ops.ts';
import { spellAfter } from '#domain/merging.ts';
import { sources } from '#server/ingest/doors.ts';
import type { Db } from '#store/db.ts';
import { sourceTimes } from '#store/figures.ts';

/** 数据源: when each was last heard, and whether that is too long ago; one that never spoke is not connected. */
export async function sourceStates(db: Db, now: Date): Promise<SourceState[]> {
  const times = await sourceTimes(db);
  return sources.map(({ id, title, quietMinutes }) => {
    const lastAt = times.get(id);
    if (!lastAt) return { source: id, name: title, lastAt: null, late: false, lateWords: '未接入' };
    const minutes = (now.getTime() - lastAt.getTime()) / 60_000;
    const late = minutes > quietMinutes;
    const lateWords = late ? spellAfter('延迟', minutes) : '实时';
    return { source: id, name: title, lastAt: lastAt.toISOString(), late, lateWords };
  });
}
