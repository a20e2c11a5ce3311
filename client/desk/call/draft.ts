import { uuid } from '../../shared/uuid.ts';

/** A phone call while it is typed. `actionId` makes a resend harmless. */
export type CallDraft = {
  actionId: string;
  text: string;
  address: string;
  callerName: string;
  callerPhone: string;
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
