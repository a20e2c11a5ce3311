import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Session } from '#contracts/people.ts';
import { Brief, Cases, Stats, StatsEvents } from '#contracts/stats.ts';
import type { StatsBy } from '#contracts/stats.ts';
import { Figures } from '#contracts/wall.ts';
import { apiGet, withQuery } from '../shared/api.ts';
import { hasRight } from '../shared/session.tsx';
import type { Opened } from './address.ts';

/** Figures come anew this often; what stands on the page stays until the new ones are here. */
const everyMs = 15_000;
const pageSize = 200;

export function useBrief() {
  return useQuery({
    queryKey: ['stats', 'brief'],
    queryFn: () => apiGet('/api/stats/brief', Brief),
    refetchInterval: everyMs,
  });
}

export function useTable(by: StatsBy) {
  return useQuery({
    queryKey: ['stats', 'table', by],
    queryFn: () => apiGet(withQuery('/api/stats', { by }), Stats),
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
  });
}

/** Feeds and standing alerts, for those who may see the wall. */
export function useFigures(session: Session) {
  return useQuery({
    queryKey: ['wall', 'figures'],
    queryFn: () => apiGet('/api/wall/figures', Figures),
    enabled: hasRight(session, 'wall.read'),
    refetchInterval: everyMs,
  });
}

/** One line behind a number: a case, or a 来件 with the case it belongs to. */
export type Line =
  | { kind: 'case'; key: string; incident: Cases['items'][number] }
  | { kind: 'event'; key: string; event: StatsEvents['items'][number] };
type LinePage = { asOf: string; total: number; lines: Line[] };

async function linesOf({ figure, by, code }: Opened, offset: number): Promise<LinePage> {
  const query = { by, code, offset, limit: pageSize };
  if (figure === 'eventsToday' || figure === 'eventsYesterday') {
    const day = figure === 'eventsToday' ? 'today' : 'yesterday';
    const { asOf, total, items } = await apiGet(
      withQuery('/api/stats/events', { ...query, day }),
      StatsEvents,
    );
    return { asOf, total, lines: items.map((event) => ({ kind: 'event', key: `e${event.eventId}`, event })) };
  }
  const { asOf, total, items } = await apiGet(withQuery('/api/stats/cases', { ...query, figure }), Cases);
  return {
    asOf,
    total,
    lines: items.map((incident) => ({ kind: 'case', key: `i${incident.id}`, incident })),
  };
}

/** The cases behind a number, a page at a time; they stand still while they are read. */
export function useLines(opened: Opened) {
  return useInfiniteQuery({
    queryKey: ['stats', 'lines', opened],
    queryFn: ({ pageParam }) => linesOf(opened, pageParam),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const shown = pages.reduce((sum, page) => sum + page.lines.length, 0);
      return shown < last.total && last.lines.length > 0 ? shown : undefined;
    },
    gcTime: 0,
    staleTime: Infinity,
  });
}
