import { useEffect, useState } from 'react';
import { cityNow } from '../../shared/now.ts';
import { emptyDraft } from './draft.ts';
import type { CallDraft } from './draft.ts';
import { keepDraft, keptDraft } from './kept-draft.ts';

export type CallInHand = {
  draft: CallDraft;
  /** It was typed before the page was loaded anew. */
  restored: boolean;
  set: (draft: CallDraft) => void;
  /** Filed, or thrown away: nothing of it stays in this browser. */
  clear: () => void;
};

/** The call being typed; it outlives a reload of this tab (see kept-draft.ts). */
export function useCallDraft(username: string): CallInHand {
  const [found] = useState(() => keptDraft(sessionStorage, username, cityNow()));
  const [draft, set] = useState<CallDraft>(found ?? emptyDraft);
  useEffect(() => keepDraft(sessionStorage, username, draft, cityNow()), [username, draft]);
  return {
    draft,
    restored: found !== null && draft.actionId === found.actionId,
    set,
    clear: () => set(emptyDraft()),
  };
}
