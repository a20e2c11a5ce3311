import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Live, LiveView } from '../shared/live.ts';
import { useLive, useLiveFeed } from '../shared/use-live.ts';

const keyOf = {
  waiting: 'waiting',
  inbox: 'inbox',
  requests: 'incident',
  warnings: 'warnings',
  alerts: 'alerts',
  bursts: 'bursts',
  walls: 'walls',
} as const;

/** The live feed of the desk and its line; its nudges make the lists that it does not carry be read again. */
export function useFeed(): { live: LiveView; line: Live | null } {
  const live = useLiveFeed('desk');
  const cache = useQueryClient();
  useEffect(
    () => live?.onNudge((what) => void cache.invalidateQueries({ queryKey: [keyOf[what]] })),
    [live, cache],
  );
  const view = useLive(live);
  const { link } = view;
  const wasLost = useRef(false);
  useEffect(() => {
    // What could not be read while the line was away stands with its fault until it is read again.
    if (link === 'live' && wasLost.current) void cache.invalidateQueries();
    if (link !== 'late') wasLost.current = link === 'lost' || link === 'refused';
  }, [link, cache]);
  return { live: view, line: live };
}
