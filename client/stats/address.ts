import { useCallback, useSyncExternalStore } from 'react';
import { CaseFigure, StatsBy } from '#contracts/stats.ts';
import { withQuery } from '../shared/api.ts';

/** A number whose cases stand open: which figure, in which row (`code` null: all of them; 'none': what has no code). */
export type Opened = { figure: Figure; by: StatsBy; code: string | null };
export const figures = [...CaseFigure.options, 'eventsYesterday'] as const;
export type Figure = (typeof figures)[number];

/** What the address says: how the table counts, and which number stands open. */
export type Address = { by: StatsBy; opened: Opened | null };

/** Reads the part of an address after `?`; whatever it does not know is left out. */
export function readAddress(search: string, usual: StatsBy): Address {
  const query = new URLSearchParams(search);
  const asked = query.get('figure');
  const figure = figures.find((one) => one === asked);
  const table = StatsBy.safeParse(query.get('table'));
  const by = StatsBy.safeParse(query.get('by'));
  return {
    by: table.success ? table.data : usual,
    opened: figure ? { figure, by: by.success ? by.data : 'district', code: query.get('code') } : null,
  };
}

/** The address of a table, and of a number that is opened over it. */
export function addressOf(table: StatsBy, opened: Opened | null): string {
  return withQuery('/stats', { table, ...opened });
}

const moved = 'stats-moved';

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(moved, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(moved, listener);
  };
}

/** The address of the page as state; going somewhere keeps the way back. */
export function useAddress(usual: StatsBy): Address & { go: (by: StatsBy, opened: Opened | null) => void } {
  const search = useSyncExternalStore(subscribe, () => location.search);
  const go = useCallback((by: StatsBy, opened: Opened | null) => {
    history.pushState(null, '', addressOf(by, opened));
    window.dispatchEvent(new Event(moved));
  }, []);
  return { ...readAddress(search, usual), go };
}
