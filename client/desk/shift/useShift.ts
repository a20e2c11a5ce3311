import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Shift } from '#contracts/duty.ts';
import type { Session } from '#contracts/people.ts';
import { apiGet, apiSend, errorWords } from '../../shared/api.ts';
import type { SendMethod } from '../../shared/api.ts';
import { hasRight } from '../../shared/session.tsx';

/** What is being handed over; everybody at the desk sees it until it is taken. */
export function useShift(session: Session) {
  return useQuery({
    queryKey: ['shift'],
    enabled: hasRight(session, 'shift.read'),
    queryFn: () => apiGet('/api/shift', Shift),
    refetchInterval: 30_000,
  });
}

/** One step of handing over; a refusal is said in its own words. */
export function useShiftStep() {
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const act = async (steps: readonly (readonly [SendMethod, string, unknown])[]): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    try {
      for (const [method, path, body] of steps) await apiSend(method, path, body, null);
      return true;
    } catch (error) {
      setProblem(errorWords(error));
      return false;
    } finally {
      await cache.invalidateQueries({ queryKey: ['shift'] });
      setBusy(false);
    }
  };
  return { busy, problem, act };
}
