/** Who had a task from when until when, one after another: 市中心 3 分、高要区 12 分、金利镇 …. Pure. */

export type HopIn = { unitName: string; assignee: string | null; at: string };
export type HopSpan = { name: string; ms: number; runs: boolean };

type Timed = {
  createdAt: string;
  reportedAt: string | null;
  endedAt: string | null;
  firstUnitName: string;
  hops: readonly HopIn[];
};

/** `deskSince`: when the desk began to have it. The last span runs until the report, the end, or now. */
export function hopSpans(task: Timed, deskSince: string, now: number): HopSpan[] {
  const starts = [
    { name: '市中心', at: deskSince },
    { name: task.firstUnitName, at: task.createdAt },
    ...task.hops.map(({ unitName, assignee, at }) => ({
      name: assignee === null ? unitName : `${unitName} ${assignee}`,
      at,
    })),
  ];
  const over = task.reportedAt ?? task.endedAt;
  return starts.map(({ name, at }, i) => {
    const next = starts[i + 1]?.at ?? over;
    const until = next === null ? now : Date.parse(next);
    return { name, ms: Math.max(0, until - Date.parse(at)), runs: next === null };
  });
}

/** 3 分, 1 小时 05 分, 40 秒. */
export function hopWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes === 0) return `${Math.round(ms / 1000)} 秒`;
  const hours = Math.floor(minutes / 60);
  return hours > 0 ? `${hours} 小时 ${String(minutes % 60).padStart(2, '0')} 分` : `${minutes} 分`;
}
