import type { DoorAnswer } from '#server/ingest/answer.ts';

export type Refusal = { row: number; code: string; message: string };
/** What a file came to, counted while it is read. */
export type Tally = {
  rows: number;
  accepted: number;
  duplicates: number;
  refused: Refusal[];
  /** What rows held that no field takes, by words. */
  left: Map<string, number>;
  answered: (answer: DoorAnswer, rows: readonly number[]) => void;
  refuse: (row: number, code: string, message: string) => void;
  leave: (words: string) => void;
};

/** Counts answers of doors; `rows` names the row of each item of the batch. */
export function makeTally(): Tally {
  const tally: Tally = {
    rows: 0,
    accepted: 0,
    duplicates: 0,
    refused: [],
    left: new Map(),
    answered(answer, rows) {
      tally.accepted += answer.accepted;
      tally.duplicates += answer.duplicates;
      for (const { index, code, message } of answer.quarantined)
        tally.refuse(rows[index] ?? 0, code, message);
    },
    refuse: (row, code, message) => void tally.refused.push({ row, code, message }),
    leave: (words) => void tally.left.set(words, (tally.left.get(words) ?? 0) + 1),
  };
  return tally;
}

type Group = { code: string; message: string; rows: number[] };

/** Refusals by code and words, most frequent first; words that differ only in names and numbers are one reason. */
export function reasons(refused: readonly Refusal[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { row, code, message } of refused) {
    const name = `${code} ${message.replaceAll(/“[^”]*”/g, '“…”').replaceAll(/-?\d+(?:\.\d+)?/g, '#')}`;
    const group = groups.get(name) ?? { code, message, rows: [] };
    group.rows.push(row);
    groups.set(name, group);
  }
  return [...groups.values()].sort((a, b) => b.rows.length - a.rows.length);
}

const count = (number: number): string => number.toLocaleString('en-US');

/** The summary as lines; `seconds` is how long it took. */
export function summary(tally: Tally, seconds: number, reportFile: string | null): string[] {
  const { rows, accepted, duplicates, refused, left } = tally;
  const speed = Math.round((accepted + duplicates + refused.length) / Math.max(seconds, 0.001));
  const lines = [
    `  文件行数 ${count(rows)}　收下 ${count(accepted)}　重复 ${count(duplicates)}　未收 ${count(refused.length)}`,
    `  用时 ${seconds.toFixed(1)} 秒，每秒 ${count(speed)} 条`,
  ];
  for (const { code, message, rows: at } of reasons(refused).slice(0, 20)) {
    const where = at.slice(0, 5).join('、') + (at.length > 5 ? ' …' : '');
    lines.push(`  未收 ${code} ${count(at.length)} 条（第 ${where} 行）：${message}`);
  }
  for (const [words, times] of [...left].sort((a, b) => b[1] - a[1]))
    lines.push(`  不在接收之列：${words} ${count(times)} 处`);
  if (reportFile) lines.push(`  未收各行的明细：${reportFile}`);
  return lines;
}
