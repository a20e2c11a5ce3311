import { Refusal } from '#contracts/errors.ts';
import { record } from '#store/audit.ts';
import { inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { addMark, removeMark } from '#store/past-marks.ts';
import type { MarkRow } from '#store/past-marks.ts';
import { maskText } from '#text/mask.ts';
import type { By } from './flow.ts';

/** 标记: an instant of the past in a few words, for everybody who may look back. Refuses one that is to come. */
export async function markPast(
  pool: Pool,
  { actor }: By,
  said: { at: string; words: string },
): Promise<MarkRow> {
  return inTransaction(pool, '*', async (tx, now) => {
    const at = new Date(said.at);
    if (at > now) throw new Refusal('bad-input', '只能标记已经过去的时刻');
    const mark = await addMark(tx, { at, words: maskText(said.words) }, actor, now);
    await record(tx, { actor: actor.username, action: 'past.marked', target: `past-mark/${mark.id}`, detail: { at: said.at, words: mark.words }, now }); // prettier-ignore
    return mark;
  });
}

/** 删除标记. Throws Refusal 'not-found' when it is gone. */
export async function unmarkPast(pool: Pool, { actor }: By, id: number): Promise<void> {
  await inTransaction(pool, '*', async (tx, now) => {
    const mark = await removeMark(tx, id);
    if (!mark) throw new Refusal('not-found', '该标记已被删除');
    await record(tx, { actor: actor.username, action: 'past.unmarked', target: `past-mark/${id}`, detail: { at: mark.at.toISOString(), words: mark.words }, now }); // prettier-ignore
  });
}
