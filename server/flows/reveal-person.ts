import { Refusal } from '#contracts/errors.ts';
import type { Actor, Scope } from '#contracts/people.ts';
import { can } from '#domain/rights.ts';
import { countAudit, lockAudit, record } from '#store/audit.ts';
import { inTransaction } from '#store/db.ts';
import type { Db, Pool } from '#store/db.ts';
import { openPersons } from '#store/persons.ts';
import type { Person } from '#store/persons.ts';
import type { Vault } from '#store/vault.ts';
import { maskKnown, maskText } from '#text/mask.ts';

/** Reveals a day and user; the next one is refused and audited. */
export const revealsPerDay = 50;
const shortestReason = 4;
const chinaOffsetMs = 8 * 3_600_000;
const dayMs = 24 * 3_600_000;

export type Reveal = { actor: Actor; scope: Scope; requestId: number; reason: string; now: Date };

/** Midnight in China before `now`. */
function dayStart(now: Date): Date {
  return new Date(Math.floor((now.getTime() + chinaOffsetMs) / dayMs) * dayMs - chinaOffsetMs);
}

async function revealWithin(
  tx: Db,
  vault: Vault,
  call: Reveal,
  reason: string,
): Promise<Person | 'limit' | 'none'> {
  const { actor, requestId, now } = call;
  // The lock first: two reveals at the same moment must not both be the fiftieth.
  await lockAudit(tx, actor.username);
  const entry = { actor: actor.username, target: `request/${requestId}`, now };
  if ((await countAudit(tx, actor.username, 'person.reveal', dayStart(now))) >= revealsPerDay) {
    await record(tx, { ...entry, action: 'person.reveal-refused', detail: { reason, limit: revealsPerDay } });
    return 'limit';
  }
  const person = (await openPersons(tx, vault, [requestId])).get(requestId);
  await record(tx, {
    ...entry,
    action: person ? 'person.reveal' : 'person.reveal-missed',
    detail: { reason: person ? maskKnown(reason, person) : reason },
  });
  return person ?? 'none';
}

/**
 * 查看完整联系方式: opens one caller's data, and writes who looked and why in the same transaction.
 * Throws a Refusal without the right, without a reason, past the day's limit, or for a row out of scope.
 */
export async function revealPerson(parts: { pool: Pool; vault: Vault }, call: Reveal): Promise<Person> {
  if (!can(call.actor, 'person.reveal')) throw new Refusal('not-allowed', '您的岗位不能查看诉求人信息');
  const reason = maskText(call.reason.trim());
  if ([...reason].length < shortestReason) {
    throw new Refusal('bad-input', `请填写查看理由，至少 ${shortestReason} 个字`);
  }
  const found = await inTransaction(parts.pool, call.scope, (tx) =>
    revealWithin(tx, parts.vault, call, reason),
  );
  if (found === 'limit') {
    throw new Refusal('too-many', `今天已查看 ${revealsPerDay} 次，达到上限。确有需要请联系值班长或审计员`);
  }
  if (found === 'none') throw new Refusal('not-found', '没有找到这位诉求人，或不在您的查看范围内');
  return found;
}
