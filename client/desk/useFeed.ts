import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { LiveView } from '../shared/live.ts';
import { useLive, useLiveFeed } from '../shared/use-live.ts';

const keyOf = {
  waiting: 'waiting',
  inbox: 'inbox',
  requests: 'incident',
  warnings: 'warnings',
  alerts: 'alerts',
} as const;

/** The live feed of the desk; its nudges make the lists that it does not carry be read again. */
export function useFeed(): LiveView {
  const live = useLiveFeed('desk');
  const cache = useQueryClient();
  useEffect(
    () => live?.onNudge((what) => void cache.invalidateQueries({ queryKey: [keyOf[what]] })),
    [live, cache],
  );
  return useLive(live);
}
