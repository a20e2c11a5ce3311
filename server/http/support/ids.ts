import { Refusal } from '#contracts/errors.ts';

/** The id of the address; throws not-found for what is no number. */
export function idOf(params: Record<string, string>, name = 'id'): number {
  const id = Number(params[name]);
  if (!Number.isSafeInteger(id) || id < 1) throw new Refusal('not-found', '没有这个编号');
  return id;
}
