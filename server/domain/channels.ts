import type { Unit } from '#contracts/reference.ts';

/** 送达方式 of a unit: its inbox always, and its own system when it has one. */
export function channelsOf(unit: Pick<Unit, 'webhookUrl'> | undefined): string[] {
  return unit?.webhookUrl ? ['inbox', 'webhook'] : ['inbox'];
}
