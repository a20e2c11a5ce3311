import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import { IncidentDetail } from '#contracts/desk.ts';
import { apiGet } from '../../shared/api.ts';
import { cityNow } from '../../shared/now.ts';
import { isRunning } from './Quieted.tsx';

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
    refetchInterval: ({ state }) => (state.data ? pauseOf(state.data, liveVersion) : 60_000),
  });
  const behind = detail.data !== undefined && isBehind(detail.data, liveVersion);
  const { refetch } = detail;
  useEffect(() => {
    if (behind) void refetch();
  }, [behind, liveVersion, refetch]);
  return detail;
}

const isBehind = ({ version }: IncidentDetail, liveVersion: number | null): boolean =>
  liveVersion !== null && version < liveVersion;

/** How long what stands open may be old: long where the feed says nothing of it. */
function pauseOf(detail: IncidentDetail, liveVersion: number | null): number {
  // What was asked for at once has failed or is still on its way.
  if (isBehind(detail, liveVersion)) return 5_000;
  // Pictures are checked before they may be seen: a moment later they are there.
  if (hasRawPhotos(detail)) return 3_000;
  // A matter that was refused as 误报 has left the feed, and alarms are counted at it still.
  return detail.alarms.some(({ mark }) => mark !== null && isRunning(mark, cityNow())) ? 5_000 : 60_000;
}

function hasRawPhotos({ tasks, attachments }: IncidentDetail): boolean {
  if (attachments.some(({ state }) => state === 'raw')) return true;
  return tasks.some(({ photos }) => photos.some(({ state }) => state === 'raw'));
}
