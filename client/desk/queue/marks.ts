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

function markedIn(checked: Set<number>, id: number): { id: number; fresh: boolean } {
  const fresh = !checked.has(id);
  checked.add(id);
  return { id, fresh };
}
