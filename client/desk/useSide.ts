import { useCallback, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { Side } from './RightColumn.tsx';

/** What the right column shows, and the same as it stands at this moment, for answers that come late. */
export function useSide(
  first: 'call' | 'matter',
): [Side, set: (side: Side) => void, standing: RefObject<Side>] {
  const [side, setSide] = useState<Side>({ kind: first });
  const standing = useRef(side);
  const set = useCallback((next: Side) => {
    standing.current = next;
    setSide(next);
  }, []);
  return [side, set, standing];
}
