import { uuid } from '../../shared/uuid.ts';

/** A phone call while it is typed. `actionId` makes a resend harmless. */
export type CallDraft = {
  actionId: string;
  text: string;
  address: string;
  callerName: string;
  callerPhone: string;
  /** Chosen from what the machine held likely; empty: the machine's own judgement. */
  categoryCode: string;
  kind: 'consult' | 'help' | 'complaint' | 'report' | 'suggestion' | 'praise';
  confidential: boolean;
  urgent: boolean;
};

export function emptyDraft(): CallDraft {
  return {
    actionId: uuid(),
    text: '',
    address: '',
    callerName: '',
    callerPhone: '',
    categoryCode: '',
    kind: 'help',
    confidential: false,
    urgent: false,
  };
}

/** Fields that were filled in; an empty one is not sent at all. */
export function filled(draft: CallDraft): Partial<CallDraft> {
  return Object.fromEntries(
    Object.entries(draft)
      .map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value])
      .filter(([, value]) => value !== ''),
  ) as Partial<CallDraft>;
}

/**
 * What was typed while `sent` was being filed, as a call of its own; null when there are no new words. The caller's data
 * stay with the call that was filed, unless they were changed; what was confidential stays so.
 */
export function typedSince(draft: CallDraft, sent: CallDraft): CallDraft | null {
  const since = (name: 'address' | 'callerName' | 'callerPhone'): string =>
    draft[name] === sent[name] ? '' : draft[name];
  const text = draft.text.startsWith(sent.text) ? draft.text.slice(sent.text.length) : draft.text;
  const words = {
    text: text.replace(/^[\s，。；、,;]+/u, ''),
    address: since('address'),
    callerName: since('callerName'),
    callerPhone: since('callerPhone'),
  };
  if (Object.values(words).every((value) => value.trim() === '')) return null;
  return { ...emptyDraft(), ...words, confidential: draft.confidential };
}
