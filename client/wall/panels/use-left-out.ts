import { useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

/** Rows of a `.fit` list for which there is no room lie in a column beyond its edge. */
function countLeftOut({ children }: Element): number {
  const rows = [...children] as HTMLElement[];
  const edge = rows[0]?.offsetLeft ?? 0;
  return rows.filter(({ offsetLeft }) => offsetLeft > edge).length;
}

/** How many rows of a `.fit` list are not seen, counted anew with other rows and with another room. */
export function useLeftOut(rows: readonly unknown[]): [RefObject<HTMLUListElement | null>, number] {
  const list = useRef<HTMLUListElement>(null);
  const [leftOut, setLeftOut] = useState(0);
  useLayoutEffect(() => {
    const at = list.current;
    if (!at) return;
    const count = (): void => setLeftOut(countLeftOut(at));
    count();
    const watch = new ResizeObserver(count);
    watch.observe(at);
    return () => watch.disconnect();
  }, [rows]);
  return [list, leftOut];
}
