import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Precision, PrecisionCases, QuietList } from '#contracts/false-alarm.ts';
import type { PrecisionBy, PrecisionFigure } from '#contracts/false-alarm.ts';
import { Incident } from '#contracts/incident.ts';
import { apiGet, apiSend, withQuery } from '../../shared/api.ts';

/** A number whose cases stand open: which row and figure. */
export type OpenedNumber = { by: PrecisionBy; code: string; name: string; figure: PrecisionFigure };

export function usePrecision(by: PrecisionBy) {
  return useQuery({
    queryKey: ['precision', by],
    queryFn: () => apiGet(withQuery('/api/precision', { by }), Precision),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
}

export function useCases({ by, code, figure }: OpenedNumber) {
  return useQuery({
    queryKey: ['precision', 'cases', by, code, figure],
    queryFn: () =>
      apiGet(withQuery('/api/precision/cases', { by, code, figure, limit: 500 }), PrecisionCases),
  });
}

/** What is quieted now, and how to end it. */
export function useQuiets() {
  const cache = useQueryClient();
  const list = useQuery({
    queryKey: ['false-alarms'],
    queryFn: () => apiGet('/api/false-alarms', QuietList),
    refetchInterval: 30_000,
  });
  return {
    list,
    lift: async (id: number, body: { reason: string; wrong: boolean }) => {
      try {
        await apiSend('POST', `/api/false-alarms/${id}/lift`, body, Incident);
      } finally {
        await cache.invalidateQueries({ queryKey: ['false-alarms'] });
        await cache.invalidateQueries({ queryKey: ['precision'] });
      }
    },
  };
}
