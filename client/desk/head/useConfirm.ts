import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiSend, errorWords } from '../../shared/api.ts';
import { useSay } from '../../shared/undo.tsx';

/** One step of one person on one row: the list is read again, a refusal is said in its own words. */
export function useConfirm(path: string, key: string, body: unknown): { busy: boolean; send: () => void } {
  const [busy, setBusy] = useState(false);
  const cache = useQueryClient();
  const say = useSay();
  const send = (): void => {
    setBusy(true);
    apiSend('POST', path, body, null)
      .catch((error: unknown) => say(errorWords(error)))
      .finally(() => {
        setBusy(false);
        void cache.invalidateQueries({ queryKey: [key] });
      });
  };
  return { busy, send };
}
