import { useCallback, useState } from 'react';
import { noMarks, stretched, toggled, without } from './queue/marks.ts';
import type { QueueItem } from './queue/order.ts';
import type { Selection } from './useSelection.ts';

/** The marks of the queue, set one by one or by Shift with a step; they outlive another filter or search. */
export function useMarks({ chosen, next }: Selection, select: (key: string) => void) {
  const [marks, setMarks] = useState(noMarks);
  const check = useCallback((id: number) => setMarks((before) => toggled(before, id)), []);
  const drop = useCallback((ids: readonly number[]) => setMarks((before) => without(before, ids)), []);
  const uncheck = useCallback(() => setMarks(noMarks), []);
  /** One matter further, marked as the one that is left is; what waits for a person's judgement is passed over. */
  const stretch = (by: 1 | -1) => {
    const to = next(by, (item) => item.kind === 'incident');
    setMarks((before) => stretched(before, idOf(chosen), idOf(to)));
    if (to) select(to.key);
  };
  return { checked: marks.checked, check, drop, uncheck, stretch };
}

const idOf = (item: QueueItem | undefined): number | null =>
  item?.kind === 'incident' ? item.incident.id : null;
