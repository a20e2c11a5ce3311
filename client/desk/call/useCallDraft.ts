import { useEffect, useRef, useState } from 'react';
import { cityNow } from '../../shared/now.ts';
import { emptyDraft, typedSince } from './draft.ts';
import type { CallDraft } from './draft.ts';
import { keepDraft, keptDraft } from './kept-draft.ts';

export type CallInHand = {
  draft: CallDraft;
  /** It was typed before the page was loaded anew. */
  restored: boolean;
  set: (draft: CallDraft) => void;
  /** Thrown away: nothing of it stays in this browser. */
  clear: () => void;
  /** As it was sent it is filed; true where words were typed meanwhile, which stay. */
  filed: (sent: CallDraft) => boolean;
};

/** The call being typed; it outlives a reload of this tab (see kept-draft.ts). */
export function useCallDraft(username: string): CallInHand {
  const [found] = useState(() => keptDraft(sessionStorage, username, cityNow()));
  const [draft, set] = useState<CallDraft>(found ?? emptyDraft);
  const latest = useRef(draft);
  latest.current = draft;
  useEffect(() => keepDraft(sessionStorage, username, draft, cityNow()), [username, draft]);
  return {
    draft,
    restored: found !== null && draft.actionId === found.actionId,
    set,
    clear: () => set(emptyDraft()),
    filed: (sent) => {
      const rest = typedSince(latest.current, sent);
      set(rest ?? emptyDraft());
      return rest !== null;
    },
  };
}
