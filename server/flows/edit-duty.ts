import type { DutyBody } from '#contracts/duty.ts';
import { Refusal } from '#contracts/errors.ts';
import type { Actor } from '#contracts/people.ts';
import type { Reference } from '#contracts/reference.ts';
import { record } from '#store/audit.ts';
import { inTransaction } from '#store/db.ts';
import type { Db, Pool } from '#store/db.ts';
import * as duty from '#store/duty.ts';
import type { Vault } from '#store/vault.ts';

type Parts = { pool: Pool; vault: Vault; reference: () => Reference };

/** 排班: lines of the roster, typed or imported; numbers go sealed into the database. Answers how many changed. */
export async function putDuty(
  parts: Parts,
  by: { actor: Pick<Actor, 'username'> },
  lines: readonly DutyBody[],
): Promise<number> {
  for (const { unitCode } of lines)
    if (!parts.reference().unit.has(unitCode))
      throw new Refusal('bad-input', `没有代码为“${unitCode}”的单位，请先在“单位”登记`);
  return inTransaction(parts.pool, '*', async (tx, now) => {
    const written = await duty.put(tx, parts.vault, lines, by.actor.username, now);
    if (written > 0) await tell(tx, by, { action: 'duty.edit', target: daysOf(lines), count: written }, now);
    return written;
  });
}

function daysOf(lines: readonly DutyBody[]): string {
  const days = [...new Set(lines.map(({ day }) => day))];
  return days.length === 1 ? `day/${days[0]}` : 'day/*';
}

async function tell(
  tx: Db,
  by: { actor: Pick<Actor, 'username'> },
  { action, target, count }: { action: string; target: string; count: number },
  now: Date,
): Promise<void> {
  await record(tx, { actor: by.actor.username, action, target, detail: { count }, now });
}

/** Takes one line off the roster. What was called by it stays in the ledger. */
export async function dropDuty(parts: Pick<Parts, 'pool'>, by: { actor: Actor }, id: number): Promise<void> {
  await inTransaction(parts.pool, '*', async (tx, now) => {
    if (!(await duty.drop(tx, id))) throw new Refusal('not-found', '没有这一行值班');
    await tell(tx, by, { action: 'duty.drop', target: `duty/${id}`, count: 1 }, now);
  });
}

/** 查看值班电话: to call a person; who looked is audited in the same transaction. */
export async function revealDuty(
  parts: Pick<Parts, 'pool' | 'vault'>,
  by: { actor: Actor },
  id: number,
): Promise<{ phone: string | null; standInPhone: string | null }> {
  return inTransaction(parts.pool, '*', async (tx, now) => {
    const row = await duty.byId(tx, parts.vault, id);
    if (!row) throw new Refusal('not-found', '没有这一行值班');
    await tell(tx, by, { action: 'duty.reveal', target: `duty/${id}`, count: 1 }, now);
    return { phone: row.phone, standInPhone: row.standInPhone };
  });
}
