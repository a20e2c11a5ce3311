import { useCallback, useRef, useState } from 'react';
import { between, covered, noMarks, stretched, toggled, without } from './queue/marks.ts';
import type { QueueItem } from './queue/order.ts';
import type { Selection } from './useSelection.ts';

/** The marks of the queue, set one by one or by Shift with a step or a click; they outlive another filter or search. */
export function useMarks(
  { selected, chosen, next }: Selection,
  items: readonly QueueItem[],
  select: (key: string) => void,
) {
  const [marks, setMarks] = useState(noMarks);
  const check = useCallback((id: number) => setMarks((before) => toggled(before, id)), []);
  const drop = useCallback((ids: readonly number[]) => setMarks((before) => without(before, ids)), []);
  const uncheck = useCallback(() => setMarks(noMarks), []);
  const standing = useRef({ items, selected });
  standing.current = { items, selected };
  const range = useCallback(
    (key: string) => {
      const { items: rows, selected: from } = standing.current;
      setMarks((before) => covered(before, between(rows, from, key)));
      select(key);
    },
    [select],
  );
  /** One matter further, marked as the one that is left is; what waits for a person's judgement is passed over. */
  const stretch = (by: 1 | -1) => {
    const to = next(by, (item) => item.kind === 'incident');
    setMarks((before) => stretched(before, idOf(chosen), idOf(to)));
    if (to) select(to.key);
  };
  return { checked: marks.checked, check, drop, uncheck, stretch, range };
}

const idOf = (item: QueueItem | undefined): number | null =>
  item?.kind === 'incident' ? item.incident.id : null;
