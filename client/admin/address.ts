import { useCallback, useSyncExternalStore } from 'react';

const moved = 'admin-moved';

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(moved, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(moved, listener);
  };
}

/** The path of the page as state; going somewhere keeps the way back. */
export function usePath(): { path: string; go: (path: string) => void } {
  const path = useSyncExternalStore(subscribe, () => location.pathname);
  const go = useCallback((next: string) => {
    history.pushState(null, '', next);
    window.dispatchEvent(new Event(moved));
  }, []);
  return { path, go };
}
