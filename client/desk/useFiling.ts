import { useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { CallAnswer } from '#contracts/desk.ts';
import { useSay } from '../shared/undo.tsx';
import type { DeskTools } from './desk-context.ts';
import { fetchIncident } from './incident/useIncident.ts';

/** What follows when a call has been filed: its matter is opened, ready to be dispatched with one more key. */
export function useFiling({ select, open }: DeskTools) {
  const cache = useQueryClient();
  const say = useSay();
  return async ({ incidentId, eventId, waiting }: z.infer<typeof CallAnswer>): Promise<void> => {
    void cache.invalidateQueries({ queryKey: ['incidents'] });
    void cache.invalidateQueries({ queryKey: ['waiting'] });
    if (waiting) {
      say('来件与几处相近，请判断归哪一件');
      return select(`w${eventId}`);
    }
    if (incidentId === null) {
      say('已收下，正在立案，稍候出现在待办中');
      return;
    }
    select(`i${incidentId}`);
    const detail = await fetchIncident(incidentId).catch(() => null);
    if (detail === null) return;
    cache.setQueryData(['incident', incidentId], detail);
    if (detail.eventCount > 1) say(`已并入 ${detail.no}，此人的答复与时限单独计`);
    if (detail.moves.some(({ move }) => move === 'dispatch')) open({ kind: 'move', move: 'dispatch' });
  };
}
