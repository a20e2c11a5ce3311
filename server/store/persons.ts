import type { Db } from './db.ts';
import type { Vault } from './vault.ts';

/** 诉求人: who stands behind a request. */
export type Person = { name: string | null; phone: string | null; address: string | null };

export type NewPerson = Partial<Person> & {
  requestId: number;
  /** The door's key of the event; bound into the seals, so that they open in this row only. */
  key: string;
  /** YYYY-MM-DD, the first day on which the row is to be emptied. */
  eraseAfter: string;
};

type Sealed = Record<'name_sealed' | 'phone_sealed' | 'address_sealed', Buffer | null>;
const aad = (column: keyof Person, key: string): string => `person/${column}/${key}`;

/** Seals and writes all rows with one statement; a request that has its row keeps it. */
export async function insertPersons(tx: Db, vault: Vault, persons: readonly NewPerson[]): Promise<void> {
  if (persons.length === 0) return;
  const seal = (column: keyof Person) =>
    persons.map((person) => (person[column] ? vault.seal(aad(column, person.key), person[column]) : null));
  await tx.query(
    `insert into person (request_id, key, name_sealed, phone_sealed, address_sealed, phone_index, erase_after)
     select * from unnest($1::bigint[], $2::text[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bytea[], $7::date[])
     on conflict (request_id) do nothing`,
    [
      persons.map((person) => person.requestId),
      persons.map((person) => person.key),
      seal('name'),
      seal('phone'),
      seal('address'),
      persons.map((person) => (person.phone ? vault.blindIndex('phone', person.phone) : null)),
      persons.map((person) => person.eraseAfter),
    ],
  );
}

/**
 * Opens the rows that row level security shows, by request. Erased values are null.
 * Throws when a value was altered or moved. For the flows, which mask or audit: no page may call this.
 */
export async function openPersons(
  tx: Db,
  vault: Vault,
  requestIds: readonly number[],
): Promise<Map<number, Person>> {
  const { rows } = await tx.query<Sealed & { request_id: number; key: string }>(
    'select request_id, key, name_sealed, phone_sealed, address_sealed from person where request_id = any ($1)',
    [requestIds],
  );
  return new Map(
    rows.map((row) => {
      const open = (column: keyof Person): string | null => {
        const sealed = row[`${column}_sealed`];
        return sealed === null ? null : vault.open(aad(column, row.key), sealed).toString();
      };
      return [row.request_id, { name: open('name'), phone: open('phone'), address: open('address') }];
    }),
  );
}

/** Requests of one phone number, newest first, without reading any number; at most `limit`. */
export async function findByPhoneIndex(tx: Db, vault: Vault, phone: string, limit = 20): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    'select request_id as id from person where phone_index = $1 order by request_id desc limit $2',
    [vault.blindIndex('phone', phone), limit],
  );
  return rows.map((row) => row.id);
}

/** Empties what is past its day: the fields, and the sealed raw item of the same event. Returns how many rows. */
export async function erasePersons(tx: Db, today: string, now: Date): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `with due as (
       update person set name_sealed = null, phone_sealed = null, address_sealed = null, phone_index = null, erased_at = $2
        where erase_after <= $1 and erased_at is null returning request_id),
     raw as (
       update event e set sealed = null from request r, due
        where r.id = due.request_id and e.id = r.event_id and e.accepted_on = r.accepted_on)
     select count(*) as n from due`,
    [today, now],
  );
  return rows[0]!.n;
}
