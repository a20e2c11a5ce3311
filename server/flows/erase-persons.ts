import { machine } from '#contracts/people.ts';
import { personalYears } from '#domain/retention.ts';
import { dayAfter } from '#domain/city-day.ts';
import { record } from '#store/audit.ts';
import { inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import * as duty from '#store/duty.ts';
import { eraseDue } from '#store/persons.ts';

/** Numbers on the roster serve to call whoever is on duty, and the questions of some weeks after. */
const dutyPhoneDays = 90;

/**
 * 到期清除: empties the personal data whose retention has ended, with an audit row in the same transaction.
 * `today` is the city's day, YYYY-MM-DD. Returns how many callers were erased; repeating it changes nothing.
 */
export async function eraseDuePersons(pool: Pool, today: string, now: Date): Promise<number> {
  return inTransaction(pool, '*', async (tx) => {
    await duty.erasePhones(tx, dayAfter(today, -dutyPhoneDays));
    const { persons, events, quarantined } = await eraseDue(tx, today, personalYears, now);
    const detail = { count: persons, events, quarantined };
    const entry = { actor: machine.username, action: 'person.erase', target: `day/${today}`, detail, now };
    if (persons + events + quarantined > 0) await record(tx, entry);
    return persons;
  });
}
