import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { getState, subscribe, theBox } from './field.ts';
import type { FieldState } from './field.ts';
import { watchPlace } from './place.ts';
import type { Place } from './place.ts';

export function useField(): FieldState {
  return useSyncExternalStore(subscribe, getState);
}

/** Where in the page we are: `#/task/12` gives ['task', '12']. */
export function useWhere(): string[] {
  const hash = useSyncExternalStore(
    (tell) => {
      window.addEventListener('hashchange', tell);
      return () => window.removeEventListener('hashchange', tell);
    },
    () => location.hash,
  );
  return hash.replace(/^#\/?/, '').split('/').filter(Boolean);
}

/** Follows the phone's position while the component is shown, once `wanted`. */
export function usePlace(wanted: boolean): Place {
  const [place, setPlace] = useState<Place>({ state: 'off' });
  useEffect(() => (wanted ? watchPlace(setPlace) : undefined), [wanted]);
  return place;
}

/** An address for a blob that lives as long as the component shows it. */
export function useBlobUrl(blob: Blob | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!blob) return setUrl(null);
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}

/** Text that survives a reload, kept in the box under `name`. `clear` forgets it. */
export function useDraft(name: string): { text: string; write: (text: string) => void; clear: () => void } {
  const [text, setText] = useState('');
  const touched = useRef(false);
  useEffect(() => {
    touched.current = false;
    void theBox()
      .get('kept', `draft/${name}`)
      .then((kept) => {
        if (!touched.current) setText(typeof kept === 'string' ? kept : '');
      });
  }, [name]);
  const write = useCallback(
    (next: string) => {
      touched.current = true;
      setText(next);
      void theBox().put('kept', next, `draft/${name}`);
    },
    [name],
  );
  const clear = useCallback(() => {
    touched.current = true;
    setText('');
    void theBox().delete('kept', `draft/${name}`);
  }, [name]);
  return { text, write, clear };
}
