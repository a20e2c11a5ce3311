import type { QueueItem } from './order.ts';

/** 勾选: the matters that are marked for one step together, and how the marks of the last range came. */
export type Marks = {
  checked: ReadonlySet<number>;
  /** What Shift went over, in this order; `fresh` where it set the mark itself. */
  trail: readonly { id: number; fresh: boolean }[];
};

export const noMarks: Marks = { checked: new Set(), trail: [] };

/** Sets or takes the mark of one matter; a range begins anew after it. */
export function toggled({ checked }: Marks, id: number): Marks {
  const next = new Set(checked);
  if (!next.delete(id)) next.add(id);
  return { checked: next, trail: [] };
}

/** These lose their marks: what was to be done with them is done. */
export function without({ checked }: Marks, ids: readonly number[]): Marks {
  return { checked: new Set([...checked].filter((id) => !ids.includes(id))), trail: [] };
}

/**
 * Shift went from one row to the next one: both are marked; on the way back the row that is left loses the mark that
 * the range gave it. Only rows that the person has stood on are marked, never what has come in between meanwhile.
 * `from` is null when the chosen row is none that can be marked, `to` at the end of the list.
 */
export function stretched(marks: Marks, from: number | null, to: number | null): Marks {
  const checked = new Set(marks.checked);
  const goesOn = from !== null && marks.trail.at(-1)?.id === from;
  const trail = goesOn ? [...marks.trail] : from === null ? [] : [markedIn(checked, from)];
  if (to === null) return { checked, trail };
  if (trail.at(-2)?.id !== to) return { trail: [...trail, markedIn(checked, to)], checked };
  const left = trail.pop();
  if (left?.fresh) checked.delete(left.id);
  return { checked, trail };
}

/** Shift and a click: these are marked, in the order from the row that was chosen to the one that was clicked. */
export function covered(marks: Marks, ids: readonly number[]): Marks {
  const checked = new Set(marks.checked);
  return { checked, trail: ids.map((id) => markedIn(checked, id)) };
}

/** The matters from one row to another as the list stands; where the first is not in it, the other alone. */
export function between(items: readonly QueueItem[], from: string | null, to: string): number[] {
  const end = items.findIndex(({ key }) => key === to);
  const begin = items.findIndex(({ key }) => key === from);
  const start = begin < 0 ? end : begin;
  const rows = items.slice(Math.min(start, end), Math.max(start, end) + 1);
  const ids = rows.flatMap((item) => (item.kind === 'incident' ? [item.incident.id] : []));
  return start > end ? ids.reverse() : ids;
}

function markedIn(checked: Set<number>, id: number): { id: number; fresh: boolean } {
  const fresh = !checked.has(id);
  checked.add(id);
  return { id, fresh };
}
