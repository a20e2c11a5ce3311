import { emptyDraft } from './draft.ts';
import type { CallDraft } from './draft.ts';

const place = 'chengyun.call';
/** A reload, a crash, a sign-in that ran out: minutes. What is older was forgotten, and names a caller. */
const keptForMs = 2 * 60 * 60_000;

type Kept = { username: string; at: number; draft: CallDraft };

const isEmpty = ({ text, address, callerName, callerPhone }: CallDraft): boolean =>
  [text, address, callerName, callerPhone].every((words) => words.trim() === '');

/**
 * Keeps a call that is being typed through a reload. It names a person, so it lies in this tab's own store only (gone
 * with the tab, never sent anywhere), for the one who typed it, two hours at most; an empty one is not kept.
 */
export function keepDraft(store: Storage, username: string, draft: CallDraft, now: number): void {
  if (isEmpty(draft)) return forgetDraft(store);
  const kept: Kept = { username, at: now, draft };
  // A store that is full or shut costs the safety, not the call.
  try {
    store.setItem(place, JSON.stringify(kept));
  } catch {
    forgetDraft(store);
  }
}

/** The call that this person was typing, or null; what belongs to somebody else, or is too old, is thrown away. */
export function keptDraft(store: Storage, username: string, now: number): CallDraft | null {
  try {
    const kept = JSON.parse(store.getItem(place) ?? 'null') as Kept | null;
    if (kept?.username === username && now - kept.at < keptForMs && typeof kept.draft.text === 'string')
      return { ...emptyDraft(), ...kept.draft };
  } catch {
    // Not ours: thrown away below.
  }
  forgetDraft(store);
  return null;
}

export function forgetDraft(store: Storage): void {
  store.removeItem(place);
}
