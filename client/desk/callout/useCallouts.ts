import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Callouts } from '#contracts/duty.ts';
import { ApiError, apiGet, apiSend, errorWords, withQuery } from '../../shared/api.ts';
import type { Problem } from '../moves/useSend.ts';

/** The call-outs of a matter, the newest first, and steps on them. */
export function useCallouts(incidentId: number) {
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const key = ['callouts', incidentId];
  const list = useQuery({
    queryKey: key,
    queryFn: () => apiGet(withQuery('/api/callouts', { about: 'incident', aboutId: incidentId }), Callouts),
    refetchInterval: 5_000,
  });
  const act = async (path: string, body: unknown): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await apiSend('POST', path, body, null);
    } catch (error) {
      setProblem({ words: errorWords(error), code: error instanceof ApiError ? error.code : null });
    } finally {
      await cache.invalidateQueries({ queryKey: key });
      void cache.invalidateQueries({ queryKey: ['incident', incidentId] });
      setBusy(false);
    }
  };
  return { list, busy, problem, act };
}
