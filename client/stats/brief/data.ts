import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { DayBrief, DayBriefs } from '#contracts/day-brief.ts';
import type { DayFigureName } from '#contracts/day-brief.ts';
import { Cases } from '#contracts/stats.ts';
import { apiGet, withQuery } from '../../shared/api.ts';

const pageSize = 100;

/** The days that have a brief, the newest first. */
export function useDays() {
  return useQuery({
    queryKey: ['day-briefs'],
    queryFn: async () => (await apiGet('/api/day-briefs', DayBriefs)).days,
    refetchInterval: 60_000,
  });
}

/** The brief of one day; its figures may be taken once more after 08:00. */
export function useDayBrief(day: string | undefined) {
  return useQuery({
    queryKey: ['day-brief', day],
    enabled: day !== undefined,
    queryFn: () => apiGet(`/api/day-briefs/${day}`, DayBrief),
    refetchInterval: 60_000,
  });
}

/** The cases behind one number, as they were counted. */
export function useDayCases(day: string, figure: DayFigureName) {
  return useInfiniteQuery({
    queryKey: ['day-brief', day, 'cases', figure],
    queryFn: ({ pageParam: offset }) =>
      apiGet(withQuery(`/api/day-briefs/${day}/cases`, { figure, offset, limit: pageSize }), Cases),
    initialPageParam: 0,
    getNextPageParam: (last, pages) =>
      pages.length * pageSize < last.total ? pages.length * pageSize : undefined,
  });
}
