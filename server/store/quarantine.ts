import type { QuarantineRow } from '#contracts/desk.ts';
import type { Db } from '#store/db.ts';

export type NewQuarantine = {
  source: string;
  key: string | null;
  deviceId: string | null;
  eventId: number | null;
  code: string;
  message: string;
  sealed: Buffer;
  /** Of the item as it came. */
  itemHash: string;
};

/**
 * Keeps items with their reason; sealed, because nobody knows yet what is in them. The same item refused again while it
 * waits is no second row.
 */
export async function keep(tx: Db, items: readonly NewQuarantine[], now: Date): Promise<void> {
  if (items.length === 0) return;
  await tx.query(
    `insert into quarantine (source, key, device_id, event_id, code, message, sealed, item_hash, received_at)
     select source, key, device_id, event_id, code, message, sealed, hash, $9
       from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::bytea[], $8::text[])
            with ordinality as q(source, key, device_id, event_id, code, message, sealed, hash, place)
      order by place
     on conflict (source, code, item_hash) where state = 'open' do nothing`,
    [
      items.map((i) => i.source),
      items.map((i) => i.key),
      items.map((i) => i.deviceId),
      items.map((i) => i.eventId),
      items.map((i) => i.code),
      items.map((i) => i.message),
      items.map((i) => i.sealed),
      items.map((i) => i.itemHash),
      now,
    ],
  );
}

const columns = `id, source, key, device_id as "deviceId", code, message, received_at as "receivedAt", state,
  decided_at as "decidedAt", decided_by as "decidedBy"`;

export type QuarantineFilter = { state: string; code: string | null; before: number | null; limit: number };

/** Newest first; `before` is the id that the last page ended with. */
export async function list(db: Db, filter: QuarantineFilter): Promise<QuarantineRow[]> {
  const { rows } = await db.query<QuarantineRow>(
    `select ${columns} from quarantine
      where state = $1 and ($2::text is null or code = $2) and ($3::bigint is null or id < $3)
      order by id desc limit $4`,
    [filter.state, filter.code, filter.before, filter.limit],
  );
  return rows;
}

/** How many stand open, by code: what the review page opens with. */
export async function counts(db: Db): Promise<{ code: string; count: number }[]> {
  const { rows } = await db.query<{ code: string; count: number }>(
    `select code, count(*)::int as count from quarantine where state = 'open' group by code order by 2 desc`,
  );
  return rows;
}

export type SealedRow = QuarantineRow & { sealed: Buffer; eventId: number | null };

export async function byId(db: Db, id: number): Promise<SealedRow | null> {
  const { rows } = await db.query<SealedRow>(
    `select ${columns}, sealed, event_id as "eventId" from quarantine where id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

const mostRows = 1_000;
const mostBytes = 4 * 1024 * 1024;

/** The number of the newest row. */
export async function lastId(db: Db): Promise<number> {
  const { rows } = await db.query<{ id: number | null }>('select max(id) as id from quarantine');
  return rows[0]!.id ?? 0;
}

/**
 * Locks one open row, or the oldest that wait for devices up to a row: as many as make one request. Of those, what has
 * passed its retention is left alone.
 */
export async function takeOpen(
  tx: Db,
  by: ({ id: number } | { deviceIds: readonly string[] }) & { upTo?: number },
): Promise<SealedRow[]> {
  if ('id' in by) {
    const { rows } = await tx.query<SealedRow>(
      `select ${columns}, sealed, event_id as "eventId" from quarantine
        where id = $1 and state = 'open' for update skip locked`,
      [by.id],
    );
    return rows;
  }
  const { rows } = await tx.query<SealedRow>(
    `select ${columns}, sealed, event_id as "eventId" from quarantine
      where state = 'open' and id in (
        select id from (
          select id, sum(octet_length(sealed)) over (order by id) - octet_length(sealed) as before
            from quarantine
           where state = 'open' and device_id = any ($1) and id <= $2 and (sealed <> '' or event_id is not null)
           order by id limit $3) as oldest
         where before < $4)
      order by id for update skip locked`,
    [by.deviceIds, by.upTo ?? null, mostRows, mostBytes],
  );
  return rows;
}

/** Lets rows wait again; one whose item came anew meanwhile stays closed. */
export async function reopen(db: Db, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await db.query(
    `update quarantine q set state = 'open', decided_by = null, note = null, decided_at = null
      where id = any ($1) and not exists (
        select from quarantine o where o.state = 'open' and o.source = q.source and o.code = q.code and o.item_hash = q.item_hash)`,
    [ids],
  );
}

/** Closes rows as replayed or dropped, with who and why. */
export async function decide(
  tx: Db,
  ids: readonly number[],
  decision: { state: 'replayed' | 'dropped'; by: string; note: string },
  now: Date,
): Promise<void> {
  await tx.query(
    `update quarantine set state = $2, decided_by = $3, note = $4, decided_at = $5 where id = any ($1)`,
    [ids, decision.state, decision.by, decision.note, now],
  );
}
