import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Bulletins } from '#contracts/bulletin.ts';
import { ApiError, apiGet, apiSend, errorWords } from '../../shared/api.ts';
import type { SendMethod } from '../../shared/api.ts';
import type { Problem } from '../moves/useSend.ts';

/** The reports of a matter, and steps on them; a refusal is said in its own words and the list is read again. */
export function useBulletins(incidentId: number) {
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const list = useQuery({
    queryKey: ['bulletins', incidentId],
    queryFn: () => apiGet(`/api/incidents/${incidentId}/bulletins`, Bulletins),
    refetchInterval: 30_000,
  });
  const act = async (steps: readonly [SendMethod, string, unknown?][]): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    try {
      for (const [method, path, body] of steps) await apiSend(method, path, body, null);
      return true;
    } catch (error) {
      setProblem({ words: errorWords(error), code: error instanceof ApiError ? error.code : null });
      return false;
    } finally {
      await cache.invalidateQueries({ queryKey: ['bulletins', incidentId] });
      void cache.invalidateQueries({ queryKey: ['incident', incidentId] });
      setBusy(false);
    }
  };
  return { list, busy, problem, act };
}
