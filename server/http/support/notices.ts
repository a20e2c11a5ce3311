import type { ProcessState } from '#contracts/ops.ts';
import { diskAlarmShare } from '#server/disk.ts';
import { stillAfterSeconds } from '#server/progress.ts';
import type { ProcessRow } from '#store/processes.ts';

/** The processes as pages show them. */
export const processStates = (rows: readonly ProcessRow[]): ProcessState[] =>
  rows.map(({ startedAt, seenAt, loops, disks, ...rest }) => ({
    ...rest,
    loops: [...loops],
    disks: [...disks],
    startedAt: startedAt.toISOString(),
    seenAt: seenAt.toISOString(),
  }));

/** Loops anywhere in the city that stand still, and processes that ended without being told to. */
export function stuckOf(rows: readonly ProcessRow[]): string[] {
  // A process that was started again after its death is no news.
  const lives = (part: string): boolean => rows.some((one) => one.part === part && !one.silent);
  return rows.flatMap(({ id, part, silent, loops }) => {
    if (silent) return lives(part) ? [] : [`进程 ${id} 失联`];
    return loops
      .filter(({ ageSeconds }) => ageSeconds > stillAfterSeconds)
      .map(({ loop, ageSeconds }) => `${id} 的 ${loop} 已 ${Math.round(ageSeconds)} 秒没有进展`);
  });
}

/** 系统提示 of wall and desk: short, without names of machines. */
export function noticesOf(rows: readonly ProcessRow[]): string[] {
  const alive = rows.filter((one) => !one.silent);
  const fullest = Math.max(0, ...alive.flatMap(({ disks }) => disks.map(({ usedShare }) => usedShare)));
  return [
    ...(fullest >= diskAlarmShare ? [`磁盘已用 ${Math.floor(fullest * 100)}%，请系统管理员清理`] : []),
    ...(rows.length > 0 && !alive.some((one) => one.part === 'workers')
      ? ['后台进程失联，归并与派送已停，请系统管理员处理']
      : []),
    ...(alive.some((one) => one.loops.some(({ ageSeconds }) => ageSeconds > stillAfterSeconds))
      ? ['有后台循环停滞，请系统管理员查看“管理 → 系统”']
      : []),
  ];
}
