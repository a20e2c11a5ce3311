import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import { IncidentDetail } from '#contracts/desk.ts';
import { apiGet } from '../../shared/api.ts';

/** GET /api/incidents/:id. */
export function fetchIncident(id: number): Promise<IncidentDetail> {
  return apiGet(`/api/incidents/${id}`, IncidentDetail);
}

/** One incident with everything in it; read again as soon as the feed knows a higher version. */
export function useIncident(id: number, liveVersion: number | null): UseQueryResult<IncidentDetail> {
  const detail = useQuery({
    queryKey: ['incident', id],
    queryFn: () => fetchIncident(id),
    staleTime: 0,
    placeholderData: (previous) => (previous?.id === id ? keepPreviousData(previous) : undefined),
    // Pictures are checked before they may be seen: a moment later they are there.
    refetchInterval: ({ state }) => (state.data && hasRawPhotos(state.data) ? 3_000 : 60_000),
  });
  const behind = liveVersion !== null && detail.data !== undefined && detail.data.version < liveVersion;
  const { refetch } = detail;
  useEffect(() => {
    if (behind) void refetch();
  }, [behind, liveVersion, refetch]);
  return detail;
}

function hasRawPhotos({ tasks, attachments }: IncidentDetail): boolean {
  if (attachments.some(({ state }) => state === 'raw')) return true;
  return tasks.some(({ photos }) => photos.some(({ state }) => state === 'raw'));
}
