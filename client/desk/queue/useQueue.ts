import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { z } from 'zod';
import { WaitingEvent } from '#contracts/desk.ts';
import { Incident } from '#contracts/incident.ts';
import { apiGet, withQuery } from '../../shared/api.ts';
import type { LiveView } from '../../shared/live.ts';
import { passes, spanStart, stages } from './filter.ts';
import type { Filter } from './filter.ts';
import { byNewest, byUrgency } from './order.ts';
import type { QueueItem } from './order.ts';

export const IncidentPage = z.object({ items: z.array(Incident), nextCursor: z.string().nullable() });
const WaitingPage = z.object({ items: z.array(WaitingEvent) });
const pageSize = 500;

export type Queue = {
  items: readonly QueueItem[];
  waiting: readonly WaitingEvent[];
  loading: boolean;
  error: unknown;
  /** When the list was last read, epoch milliseconds of this computer; it is old while `error` stands. */
  readAt: number;
  /** The server had more than one page; the filter should be narrowed. */
  cut: boolean;
  reload: () => void;
};

/** Events that wait for a person; fetched again at every nudge of the feed. */
export function useWaiting(enabled: boolean) {
  return useQuery({
    queryKey: ['waiting'],
    enabled,
    queryFn: async () => (await apiGet('/api/waiting', WaitingPage)).items,
    refetchInterval: 30_000,
  });
}

/** The queue: the server's list for the filter, kept true by the live rows, urgent first. `minute` is the city's time. */
export function useQueue(
  filter: Filter,
  live: LiveView,
  minute: number,
  waiting: readonly WaitingEvent[],
): Queue {
  const stage = stages[filter.stage];
  const list = useQuery({
    queryKey: ['incidents', filter],
    queryFn: () => apiGet(listPath(filter, minute), IncidentPage),
    // Rows of another search would be taken for what was found: until the answer is there, nothing is shown.
    placeholderData: (rows) => (filter.text === '' ? keepPreviousData(rows) : undefined),
    refetchInterval: live.link === 'live' && filter.text === '' ? 120_000 : 15_000,
  });
  const items = useMemo(() => {
    const rows = new Map((list.data?.items ?? []).map((row) => [row.id, row]));
    for (const row of live.rows.values()) {
      const known = rows.get(row.id);
      if (known ? row.version > known.version : filter.text === '') rows.set(row.id, row);
    }
    const incidents = [...rows.values()]
      .filter((row) => passes(row, filter, minute))
      .map((incident): QueueItem => ({ kind: 'incident', key: `i${incident.id}`, incident }));
    const events =
      stage.ask === 'open' && filter.text === ''
        ? waiting.map((event): QueueItem => ({ kind: 'waiting', key: `w${event.eventId}`, event }))
        : [];
    return [...incidents, ...events].sort(stage.ask === 'done' ? byNewest : byUrgency);
    // live.rows is one map that changes inside; its revision tells when.
  }, [list.data, live.rows, live.revision, filter, minute, waiting, stage.ask]);
  return {
    items,
    waiting,
    loading: list.isPending || list.isPlaceholderData,
    error: list.error,
    readAt: list.dataUpdatedAt,
    cut: (list.data?.nextCursor ?? null) !== null,
    reload: () => void list.refetch(),
  };
}

function listPath(filter: Filter, now: number): string {
  const stage = stages[filter.stage];
  const start = spanStart(filter.span, now);
  return withQuery('/api/incidents', {
    status: filter.text === '' ? stage.ask : undefined,
    district: filter.district,
    openedAfter: start === null || filter.text !== '' ? null : new Date(start).toISOString(),
    q: filter.text,
    order: stage.ask === 'done' ? 'newest' : 'urgent',
    limit: pageSize,
  });
}
