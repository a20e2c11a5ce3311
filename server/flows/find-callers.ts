import { can } from '#domain/rights.ts';
import { record } from '#store/audit.ts';
import { inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { findCallers, indexNames } from '#store/persons.ts';
import type { Vault } from '#store/vault.ts';
import { phoneKind } from '#text/phone.ts';
import type { By } from './flow.ts';

type Parts = { pool: Pool; vault: Vault };

/** What the question may be of a person: a whole number, an exact name, or neither. */
function kindOf(question: string): 'phone' | 'name' | null {
  if (/^[\d\s()+-]+$/u.test(question))
    return ['mobile', 'landline', 'overseas'].includes(phoneKind(question)) ? 'phone' : null;
  return /^\p{Script=Han}[\p{Script=Han}·]{1,11}$/u.test(question) ? 'name' : null;
}

/**
 * 按号码、姓名查诉求人: the requests behind a whole number or an exact name, by blind index only, within the scope. Whoever
 * may not reveal a caller finds none. Every find is written down with its finder, and every number that found nobody;
 * what was asked is not.
 */
export async function searchCallers(
  parts: Parts,
  { actor, scope }: By,
  question: string,
  most: number,
): Promise<number[]> {
  const kind = kindOf(question);
  if (kind === null || !can(actor, 'person.reveal')) return [];
  return inTransaction(parts.pool, scope, async (tx, now) => {
    const found = await findCallers(tx, parts.vault, kind, question, most);
    const entry = { actor: actor.username, detail: { askedBy: kind, requests: found }, now };
    const target = `request/${found.length === 1 ? found[0] : '*'}`;
    if (found.length > 0) await record(tx, { ...entry, action: 'person.search', target });
    else if (kind === 'phone') await record(tx, { ...entry, action: 'person.search-missed', target });
    return found;
  });
}

const rowsATurn = 500;

/** Names of callers from before the index of names get theirs; repeating it changes nothing. */
export async function indexCallers({ pool, vault }: Parts): Promise<void> {
  for (let last: number | null = 0; last !== null;) {
    const after: number = last;
    last = await inTransaction(pool, '*', (tx) => indexNames(tx, vault, after, rowsATurn));
  }
}
