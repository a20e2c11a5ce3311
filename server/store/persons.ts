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
  const indexes = (kind: 'phone' | 'name') =>
    persons.map((person) => (person[kind] ? vault.blindIndex(kind, person[kind]) : null));
  await tx.query({
    name: 'persons-insert',
    text: `insert into person (request_id, key, name_sealed, phone_sealed, address_sealed, phone_index, name_index, erase_after)
     select * from unnest($1::bigint[], $2::text[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[], $8::date[])
     on conflict (request_id) do nothing`,
    values: [
      persons.map((person) => person.requestId),
      persons.map((person) => person.key),
      seal('name'),
      seal('phone'),
      seal('address'),
      indexes('phone'),
      indexes('name'),
      persons.map((person) => person.eraseAfter),
    ],
  });
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

/** Whether the caller left a number, without reading it; false too for a row that row level security hides. */
export async function hasNumber(tx: Db, requestId: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    'select 1 from person where request_id = $1 and phone_sealed is not null',
    [requestId],
  );
  return rowCount !== 0;
}

/** Requests of one phone number, newest first, without reading any number; at most `limit`. */
export async function findByPhoneIndex(tx: Db, vault: Vault, phone: string, limit = 20): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    'select request_id as id from person where phone_index = $1 order by request_id desc limit $2',
    [vault.blindIndex('phone', phone), limit],
  );
  return rows.map((row) => row.id);
}

/**
 * Requests of the caller with this whole number or exact name, newest first, without reading any. Who asked for
 * confidentiality is found by nobody: else a guessed name would tell who that was.
 */
export async function findCallers(
  tx: Db,
  vault: Vault,
  kind: 'phone' | 'name',
  value: string,
  limit: number,
): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `select r.id from person p join request r on r.id = p.request_id
      where p.${kind}_index = $1 and not r.confidential and r.incident_id is not null order by r.id desc limit $2`,
    [vault.blindIndex(kind, value), limit],
  );
  return rows.map((row) => row.id);
}

/** Gives names that were sealed before there was an index of them theirs; one that does not open is left. Answers the last row looked at, or null. */
export async function indexNames(tx: Db, vault: Vault, after: number, most: number): Promise<number | null> {
  const { rows } = await tx.query<{ id: number; key: string; sealed: Buffer }>(
    `select request_id as id, key, name_sealed as sealed from person
      where name_sealed is not null and name_index is null and request_id > $1 order by request_id limit $2`,
    [after, most],
  );
  const known = rows.flatMap(({ id, key, sealed }) => {
    try {
      return [{ id, index: vault.blindIndex('name', vault.open(aad('name', key), sealed).toString()) }];
    } catch {
      return [];
    }
  });
  await tx.query(
    `update person p set name_index = q.index from unnest($1::bigint[], $2::bytea[]) as q(id, index)
      where p.request_id = q.id and p.name_sealed is not null`,
    [known.map(({ id }) => id), known.map(({ index }) => index)],
  );
  return rows.at(-1)?.id ?? null;
}

export type Erased = { persons: number; events: number; quarantined: number };

/**
 * Empties what is past its day: the fields of callers with the sealed originals of every revision of their tickets, and
 * after `years` the sealed originals of all other events and of quarantine. `today`: the city's day, YYYY-MM-DD.
 */
export async function eraseDue(tx: Db, today: string, years: number, now: Date): Promise<Erased> {
  const callers = await tx.query<{ persons: number; events: number }>(
    `with due as (
       update person set name_sealed = null, phone_sealed = null, address_sealed = null, phone_index = null,
         name_index = null, erased_at = $2
        where erase_after <= $1 and erased_at is null returning request_id),
     told as (
       select r.accepted_on, r.event_id from due join request r on r.id = due.request_id
       union
       select m.accepted_on, m.event_id
         from due join request r on r.id = due.request_id join request_matter m using (platform, ticket_no)
       union
       select e.accepted_on, e.id
         from due join request r on r.id = due.request_id
         join link l on l.incident_id = r.incident_id
         join event e on e.accepted_on = l.accepted_on and e.id = l.event_id
        where e.source = 'hotline' and starts_with(e.key, r.platform || '/' || r.ticket_no || '/')),
     raw as (
       update event e set sealed = null from told
        where e.accepted_on = told.accepted_on and e.id = told.event_id and e.sealed is not null returning 1)
     select (select count(*) from due) as persons, (select count(*) from raw) as events`,
    [today, now],
  );
  const others = await tx.query(
    'update event set sealed = null where sealed is not null and accepted_on < $1::date - make_interval(years => $2)',
    [today, years],
  );
  const kept = await tx.query(
    `update quarantine set sealed = '' where sealed <> '' and received_at < ($1::date - make_interval(years => $2)) at time zone 'Asia/Shanghai'`,
    [today, years],
  );
  const { persons, events } = callers.rows[0]!;
  return { persons, events: events + (others.rowCount ?? 0), quarantined: kept.rowCount ?? 0 };
}
