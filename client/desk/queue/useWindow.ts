import { useEffect, useState } from 'react';
import type { RefObject } from 'react';

/** Which rows of a long list stand in sight; only those are drawn. Rows are all `rowHeight` px high. */
export function useWindow(
  box: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
): { first: number; last: number } {
  const [view, setView] = useState({ top: 0, height: 900 });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const watch = new ResizeObserver(look);
    watch.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      watch.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [box]);
  const spare = 4;
  return {
    first: Math.max(0, Math.floor(view.top / rowHeight) - spare),
    last: Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + spare),
  };
}

/** Scrolls no further than needed to bring row `index` into sight. */
export function showRow(element: HTMLElement, index: number, rowHeight: number): void {
  const top = index * rowHeight;
  if (top < element.scrollTop) element.scrollTop = top;
  else if (top + rowHeight > element.scrollTop + element.clientHeight)
    element.scrollTop = top + rowHeight - element.clientHeight;
}
