import { useCallback, useEffect, useRef, useState } from 'react';
import type { Filter } from './queue/filter.ts';
import type { QueueItem } from './queue/order.ts';

export type Selection = {
  selected: string | null;
  /** The chosen row while it stands in the list. */
  chosen: QueueItem | undefined;
  select: (key: string | null) => void;
  /** The next row down (1) or up (-1) that fits. */
  next: (by: 1 | -1, fits?: (item: QueueItem) => boolean) => QueueItem | undefined;
};

/** Which row of the queue is chosen; kept in the address, so that a link opens the same matter. */
export function useSelection(items: readonly QueueItem[], filter: Filter): Selection {
  const [selected, setSelected] = useState<string | null>(fromAddress);
  const lastAt = useRef(0);
  const at = items.findIndex(({ key }) => key === selected);
  if (at >= 0) lastAt.current = at;
  useEffect(() => {
    lastAt.current = 0;
  }, [filter]);

  const select = useCallback((key: string | null) => {
    setSelected(key);
    const url = new URL(location.href);
    if (key?.startsWith('i')) url.searchParams.set('incident', key.slice(1));
    else url.searchParams.delete('incident');
    history.replaceState(null, '', url);
  }, []);
  const first = items[0]?.key;
  useEffect(() => {
    if (selected === null && first !== undefined) select(first);
  }, [selected, first, select]);

  const next = (by: 1 | -1, fits: (item: QueueItem) => boolean = () => true) => {
    // Where the chosen one has left the list, the one that took its place is next.
    const from = at >= 0 ? at + by : by === 1 ? lastAt.current : lastAt.current - 1;
    const ahead =
      by === 1 ? items.slice(from).find(fits) : items.slice(0, Math.max(0, from + 1)).findLast(fits);
    if (ahead || at >= 0) return ahead;
    return by === 1 ? items.findLast(fits) : items.find(fits);
  };
  return { selected, chosen: items[at], select, next };
}

/** The matter that is chosen now, for what comes back when the choice may have moved on. */
export function fromAddress(): string | null {
  const id = new URLSearchParams(location.search).get('incident');
  return id !== null && /^\d+$/.test(id) ? `i${id}` : null;
}
