import { useQueryClient } from '@tanstack/react-query';
import type { RefObject } from 'react';
import type { z } from 'zod';
import type { CallAnswer } from '#contracts/call.ts';
import { useSay } from '../shared/undo.tsx';
import type { DeskTools } from './desk-context.ts';
import { fetchIncident } from './incident/useIncident.ts';
import { readListsAgain } from './lists.ts';
import type { Side } from './RightColumn.tsx';
import { fromAddress } from './useSelection.ts';

/**
 * What follows when a call has been filed: its matter is opened, ready to be dispatched with one more key. Whoever has
 * gone on to something else meanwhile, or types on (`more`), is told, and stays there.
 */
export function useFiling(
  { select, open }: DeskTools,
  setSide: (side: Side) => void,
  standing: RefObject<Side>,
) {
  const cache = useQueryClient();
  const say = useSay();
  return async (
    { incidentId, eventId, waiting, parts = [] }: z.infer<typeof CallAnswer>,
    more: boolean,
  ): Promise<void> => {
    readListsAgain(cache);
    const waits = !more && standing.current.kind === 'call';
    if (waits) setSide({ kind: 'matter' });
    if (waiting) {
      say(parts.length > 1 ? partsWords(parts) : '来件与几处相近，请判断归哪一件');
      if (waits) select(`w${eventId}`);
      return;
    }
    if (incidentId === null) {
      say('已收下，正在立案，稍候出现在待办中');
      return;
    }
    if (waits) select(`i${incidentId}`);
    const detail = await fetchIncident(incidentId).catch(() => null);
    if (detail === null) return;
    cache.setQueryData(['incident', incidentId], detail);
    if (parts.length > 1) say(partsWords(parts));
    else if (detail.eventCount > 1) say(`已并入 ${detail.no}，此人的答复与时限单独计`);
    const here = standing.current.kind === 'matter' && fromAddress() === `i${incidentId}`;
    if (here && detail.moves.some(({ move }) => move === 'dispatch'))
      open({ kind: 'move', move: 'dispatch' });
    else if (!here && detail.eventCount === 1 && parts.length < 2)
      say(`来电已立案 ${detail.no}${more ? '；随后键入的内容未在其中，仍在补录' : ''}`);
  };
}

/** 一电多事: what became of the matters of one call. */
function partsWords(parts: readonly { waiting: boolean }[]): string {
  const asked = parts.filter(({ waiting }) => waiting).length;
  const rest = asked > 0 ? `其中 ${asked} 件与几处相近，请在待办中判断；` : '';
  return `一电 ${parts.length} 件事已分别登记，${rest}全部办结后一并答复`;
}
