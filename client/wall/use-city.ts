import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { z } from 'zod';
import { WarningList } from '#contracts/warning.ts';
import { BaseMap, Figures, SensorSeries } from '#contracts/wall.ts';
import { apiGet } from '../shared/api.ts';
import { isConnected } from '../shared/feeds.ts';
import type { Live } from '../shared/live.ts';
import { camerasQuery } from '../shared/map/cameras.ts';
import type { Quiet } from './panels/Authority.tsx';
import type { Player } from './past/player.ts';
import { useWarningsThen } from './past/use-past.ts';
import { useWallData } from './use-wall-data.ts';

/** The same list of nothing is no change. */
const none: WarningList['items'] = [];
const nothing: Pick<Figures, 'called' | 'alarmFacts'> = { called: [], alarmFacts: [] };

/** New cameras are put up by the week, and what they see is no part of the first picture. */
const [camerasAfterMs, camerasEveryMs] = [5_000, 600_000];

/** Asked for until it is there, and then no more. */
const untilThere = { retry: true, retryDelay: 5_000, staleTime: Infinity } as const;

export const baseMapQuery = queryOptions({
  queryKey: ['map-base'],
  queryFn: () => apiGet('/api/map/base', BaseMap),
  ...untilThere,
});

/** What the screen reads besides the feed: base map once, sensors again when a new one speaks, figures each 5 s or when told to. */
export function useCity(live: Live | null, past: Player | null) {
  const base = useQuery(baseMapQuery);
  const sensors = useQuery({
    queryKey: ['map-sensors'],
    queryFn: () => apiGet('/api/map/sensors', z.array(SensorSeries)),
    ...untilThere,
  });
  const cameras = useQuery({
    ...camerasQuery,
    ...untilThere,
    refetchInterval: camerasEveryMs,
    enabled: useLater(camerasAfterMs),
  });
  const figures = useQuery({
    queryKey: ['wall-figures'],
    queryFn: () => apiGet('/api/wall/figures', Figures),
    refetchInterval: 5_000,
    retry: false,
  });
  const warnings = useQuery({
    queryKey: ['warnings'],
    queryFn: () => apiGet('/api/warnings', WarningList),
    refetchInterval: 15_000,
    retry: false,
    enabled: past === null,
  });
  const then = useWarningsThen(past);
  const { refetch: readFigures } = figures;
  const { refetch: readWarnings } = warnings;
  useEffect(() => {
    return live?.onNudge((what) => {
      if (what === 'warnings' && !past) void readWarnings();
      if (what === 'alerts') void readFigures();
    });
  }, [live, past, readFigures, readWarnings]);
  // What a series says now is no part of the past.
  const series = useMemo(
    () => (past ? sensors.data?.map((one) => ({ ...one, value: null })) : sensors.data) ?? null,
    [past, sensors.data],
  );
  const data = useWallData(
    past ?? live,
    base.data ?? null,
    { sensors: series, cameras: cameras.data ?? null },
    () => void sensors.refetch(),
  );
  return {
    base: base.data ?? null,
    figures: past ? null : (figures.data ?? null),
    // What is dangerous now has who was called and what lies near beside it, whatever is looked back at.
    beside: figures.data ?? nothing,
    warnings: (past ? then : warnings.data?.items) ?? none,
    quiet: past === null && warnings.isSuccess ? quietOf(figures.data ?? null) : null,
    data,
    failed: base.failureCount > 0 || sensors.failureCount > 0,
  };
}

/** What it means that nothing is in force; a past picture and a page that has not read yet say nothing of it. */
function quietOf(figures: Figures | null): Quiet {
  const connected = isConnected(figures, 'warning');
  return connected === null ? null : connected ? 'connected' : 'never';
}

/** False at first, true after so many ms. */
function useLater(ms: number): boolean {
  const [isLater, setLater] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLater(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return isLater;
}
