import { useCallback, useEffect, useRef, useState } from 'react';
import type { Filter } from './queue/filter.ts';
import type { QueueItem } from './queue/order.ts';

export type Selection = {
  selected: string | null;
  select: (key: string | null) => void;
  /** One row down (1) or up (-1) from where the chosen one stands, or last stood. */
  step: (by: 1 | -1) => void;
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

  const step = (by: 1 | -1) => {
    // Where the chosen one has left the list, the one that took its place is next.
    const from = at >= 0 ? at + by : by === 1 ? lastAt.current : lastAt.current - 1;
    const next = items[Math.min(Math.max(from, 0), items.length - 1)];
    if (next) select(next.key);
  };
  return { selected, select, step };
}

function fromAddress(): string | null {
  const id = new URLSearchParams(location.search).get('incident');
  return id !== null && /^\d+$/.test(id) ? `i${id}` : null;
}
