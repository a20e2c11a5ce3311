import { useEffect } from 'react';
import type { Live } from '../shared/live.ts';
import { proofOf } from './proof.ts';
import type { Painted } from './use-wall-data.ts';

/** Proves to the server what stands on this wall whenever it asks; `data` null: a wall that looks back proves nothing. */
export function useProof(live: Live | null, data: Painted | null): void {
  useEffect(() => {
    if (!live || !data) return;
    return live.onProve((stand) => proofOf({ stand, view: live.view, data }));
  }, [live, data]);
}
