import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Hello } from '#contracts/live.ts';
import { openLive } from './live.ts';
import type { Live, LiveView } from './live.ts';

const joining: LiveView = { rows: new Map(), revision: 0, link: 'joining', silentMs: 0, asOf: null };

/** Opens the live feed for as long as the component stands; null in the first render. */
export function useLiveFeed(view: Hello['view']): Live | null {
  const [live, setLive] = useState<Live | null>(null);
  useEffect(() => {
    const opened = openLive({ view });
    setLive(opened);
    return () => {
      opened.close();
      setLive(null);
    };
  }, [view]);
  return live;
}

/** The aggregates of a feed, live or recorded, for panels, at most four times a second. */
export function useLive(live: Pick<Live, 'view' | 'subscribe'> | null): LiveView {
  return useSyncExternalStore(
    (listener) => live?.subscribe(listener) ?? (() => undefined),
    () => live?.view() ?? joining,
  );
}
