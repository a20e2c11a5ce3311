import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { ApiError, apiSend, errorWords } from '../../shared/api.ts';
import { fetchIncident } from '../incident/useIncident.ts';
import { readListsAgain } from '../lists.ts';

export type Problem = { words: string; code: ApiError['code'] | null };
export type Send = {
  busy: boolean;
  problem: Problem | null;
  /** Sends the step; resolves to the answer, or null when it was refused (the problem then says why). */
  send: <S extends z.ZodType>(path: string, body: unknown, schema: S) => Promise<z.output<S> | null>;
};

/**
 * Sends one step on an incident. When another person was faster, reads the incident again, keeps what was
 * typed, and says who did what and when; the next try carries the new version.
 */
export function useSend(incidentId: number | null): Send {
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  return {
    busy,
    problem,
    send: async (path, body, schema) => {
      setBusy(true);
      setProblem(null);
      try {
        const answer = await apiSend('POST', path, body, schema);
        // The next key must find the matter as it is now, not as it was before this step.
        await cache.invalidateQueries({ queryKey: ['incident', incidentId] });
        return answer;
      } catch (error) {
        const moved =
          error instanceof ApiError && (error.code === 'stale-version' || error.code === 'wrong-status');
        const fresh = moved && incidentId !== null ? await fetchIncident(incidentId).catch(() => null) : null;
        if (fresh) cache.setQueryData(['incident', incidentId], fresh);
        setProblem(problemOf(error, fresh !== null));
        return null;
      } finally {
        setBusy(false);
        readListsAgain(cache);
      }
    },
  };
}

function problemOf(error: unknown, reloaded: boolean): Problem {
  const code = error instanceof ApiError ? error.code : null;
  return { words: errorWords(error) + (reloaded ? '。已载入最新内容' : ''), code };
}
