import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { IncidentDetail } from '#contracts/desk.ts';
import { ApiError, apiSend, errorWords } from '../../shared/api.ts';
import { formatClock } from '../../shared/format.ts';
import { fetchIncident } from '../incident/useIncident.ts';

export type Problem = { words: string; fields: Readonly<Record<string, string>> };
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
        return await apiSend('POST', path, body, schema);
      } catch (error) {
        const moved = error instanceof ApiError && error.status === 409;
        const fresh = moved && incidentId !== null ? await fetchIncident(incidentId).catch(() => null) : null;
        if (fresh) cache.setQueryData(['incident', incidentId], fresh);
        setProblem(problemOf(error, fresh));
        return null;
      } finally {
        setBusy(false);
        void cache.invalidateQueries({ queryKey: ['incident', incidentId] });
        void cache.invalidateQueries({ queryKey: ['incidents'] });
      }
    },
  };
}

function problemOf(error: unknown, fresh: IncidentDetail | null): Problem {
  const fields =
    error instanceof ApiError
      ? Object.fromEntries(error.issues.map(({ path, message }) => [path, message]))
      : {};
  const last = fresh?.history.at(-1);
  if (error instanceof ApiError && last && (error.code === 'stale-version' || error.code === 'wrong-status'))
    return {
      words: `${last.actorName}已于 ${formatClock(last.at)} 更新（${last.words}）。已载入最新内容，请核对后再提交`,
      fields,
    };
  return { words: errorWords(error), fields };
}
