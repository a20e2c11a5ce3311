import type { TriageMatter } from '#contracts/call.ts';
import { uuid } from '../../shared/uuid.ts';

/** One of several matters of a call; `at`: where it was pointed out on the map. */
export type DraftPart = {
  text: string;
  address: string;
  categoryCode: string;
  at: { lng: number; lat: number } | null;
};

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
  /** 一电多事: as the operator has parted it; empty while it is one matter. */
  parts: readonly DraftPart[];
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
    parts: [],
  };
}

/** Fields that were filled in; an empty one is not sent at all. */
export function filled({
  parts,
  ...said
}: CallDraft): Partial<Omit<CallDraft, 'parts'>> & { parts?: object[] } {
  const several = partsToSend(parts);
  return { ...worded(said), ...(several.length > 0 ? { parts: several } : {}) };
}

export const partsToSend = (parts: readonly DraftPart[]): object[] =>
  parts.map(({ at, ...one }) => ({ ...worded(one), ...at }));

function worded<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(fields)
      .map(([name, value]) => [name, typeof value === 'string' ? value.trim() : (value as unknown)])
      .filter(([, value]) => value !== ''),
  ) as Partial<T>;
}

/** 分件: the call as the machine would part it; a point on the map holds for all, until one is given its own. */
export const parted = (matters: readonly TriageMatter[], at: DraftPart['at']): DraftPart[] =>
  matters.map(({ text, address, categoryCode }) => ({ text, address: address ?? '', categoryCode, at }));

/** Without one of its matters; of two the other one is left as an ordinary call. */
export function withoutPart(draft: CallDraft, index: number): CallDraft {
  const parts = draft.parts.filter((_, i) => i !== index);
  const [last] = parts;
  if (parts.length !== 1 || !last) return { ...draft, parts };
  const { text, address, categoryCode } = last;
  return { ...draft, parts: [], text, categoryCode, address: address || draft.address };
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
