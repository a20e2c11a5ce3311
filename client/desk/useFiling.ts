import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import type { z } from 'zod';
import type { CallAnswer } from '#contracts/desk.ts';
import type { DeskTools } from './desk-context.ts';
import { fetchIncident } from './incident/useIncident.ts';

/** What follows when a call has been filed: its matter is opened, ready to be dispatched with one more key. */
export function useFiling({ select, open }: DeskTools) {
  const cache = useQueryClient();
  const { message } = App.useApp();
  return async ({ incidentId, eventId, waiting }: z.infer<typeof CallAnswer>): Promise<void> => {
    void cache.invalidateQueries({ queryKey: ['incidents'] });
    void cache.invalidateQueries({ queryKey: ['waiting'] });
    if (waiting) {
      void message.info('来件与几处相近，请判断归哪一件');
      return select(`w${eventId}`);
    }
    if (incidentId === null) {
      void message.info('已收下，正在立案，稍候出现在待办中');
      return;
    }
    select(`i${incidentId}`);
    const detail = await fetchIncident(incidentId).catch(() => null);
    if (detail === null) return;
    cache.setQueryData(['incident', incidentId], detail);
    if (detail.eventCount > 1) void message.info(`已并入 ${detail.no}，此人的答复与时限单独计`);
    if (detail.moves.some(({ move }) => move === 'dispatch')) open({ kind: 'move', move: 'dispatch' });
  };
}
