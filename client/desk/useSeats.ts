import { useEffect, useState } from 'react';
import type { Seat } from '#contracts/live.ts';
import type { Live } from '../shared/live.ts';

const restMs = 200;
const nobody: readonly Seat[] = [];

/** Who else has this matter open on a desk; tells them of this desk as long as it stands open here. */
export function useSeats(line: Live | null, incidentId: number | null, writing: boolean): readonly Seat[] {
  const [at, setAt] = useState<{ incidentId: number | null; seats: readonly Seat[] }>({
    incidentId: null,
    seats: nobody,
  });
  useEffect(() => line?.onSeats((seats) => setAt({ incidentId, seats })), [line, incidentId]);
  // Whoever runs down the list with J looks at none of it; and the server hears no more than it bears.
  useEffect(() => {
    const timer = setTimeout(() => line?.look({ incidentId, writing }), restMs);
    return () => clearTimeout(timer);
  }, [line, incidentId, writing]);
  return at.incidentId === incidentId ? at.seats : nobody;
}
