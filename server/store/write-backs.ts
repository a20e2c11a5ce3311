import type { WriteBack, WriteBackState } from '#contracts/write-back.ts';
import type { Db } from './db.ts';

export type NewWriteBack = { id: number; ticketNo: string; platform: string; severity: number };

/** One row for each answered request of a platform that wants its answers back; a repeat of a round is none. */
export async function add(
  tx: Db,
  requestIds: readonly number[],
  platforms: { code: string; way: WriteBack['way'] }[],
): Promise<(NewWriteBack & { way: WriteBack['way']; incidentId: number | null })[]> {
  const { rows } = await tx.query<NewWriteBack & { way: WriteBack['way']; incidentId: number | null }>(
    `with made as (
       insert into write_back (request_id, round, platform, ticket_no, incident_id, way, answer, answered_by, answered_at)
       select r.id, r.round, r.platform, r.ticket_no, r.incident_id, p.way, r.answer, r.answered_by, r.answered_at
         from request r join json_to_recordset($2::json) as p(code text, way text) on p.code = r.platform
        where r.id = any ($1) and r.answer is not null order by r.id
       on conflict do nothing
       returning id, platform, ticket_no, way, incident_id)
     select m.id, m.platform, m.ticket_no as "ticketNo", m.way, m.incident_id as "incidentId", coalesce(i.severity, 3) as severity
       from made m left join incident i on i.id = m.incident_id order by m.id`,
    [requestIds, JSON.stringify(platforms)],
  );
  return rows;
}

export const stepOf = (id: number): string => `write-back-${id}`;

const state = `case when w.confirmed_at is not null and w.refused is null then 'done'
  when w.refused is not null then 'refused'
  when w.way = 'file' then case when w.exported_at is null then 'waiting' else 'exported' end
  when d.state = 'sent' then 'done'
  when d.state in ('dead', 'refused', 'uncertain') then 'failed'
  when d.state = 'sending' or d.attempts > 0 then 'sending'
  else 'waiting' end`;
const from = `from write_back w left join delivery d on d.step = 'write-back-' || w.id and d.channel = 'hotline'`;

export type WriteBackRow = Omit<WriteBack, 'platformName' | 'answeredAt'> & {
  answeredAt: Date;
  deliveryId: number | null;
};
const columns = `w.id, w.request_id as "requestId", w.incident_id as "incidentId", w.round, w.platform,
  w.ticket_no as "ticketNo", w.way, w.answer, w.answered_by as "answeredBy", w.answered_at as "answeredAt",
  ${state} as state, coalesce(w.refused, d.last_error, w.receipt) as reason, d.id as "deliveryId"`;

/** The newest first, what failed before all else. */
export async function list(
  db: Db,
  filter: { state: WriteBackState | null; limit: number },
): Promise<WriteBackRow[]> {
  const { rows } = await db.query<WriteBackRow>(
    `select * from (select ${columns} ${from}) w where $1::text is null or state = $1
      order by state in ('failed', 'refused') desc, "answeredAt" desc, id desc limit $2`,
    [filter.state, filter.limit],
  );
  return rows;
}

export async function counts(db: Db): Promise<Record<string, number>> {
  const { rows } = await db.query<{ state: string; n: number }>(
    `select ${state} as state, count(*)::int as n ${from} group by 1`,
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.n]));
}

export type FileCounts = { due: number; sentBack: number; unconfirmed: number; inFiles: number };

/** Of each platform: what its next workbook holds, and what waits for its receipts. */
export async function fileCounts(db: Db): Promise<Map<string, FileCounts>> {
  const { rows } = await db.query<FileCounts & { platform: string }>(
    `select platform, count(*) filter (where exported_at is null or refused is not null)::int as due,
            count(*) filter (where refused is not null)::int as "sentBack",
            count(*) filter (where exported_at is not null and confirmed_at is null)::int as unconfirmed,
            count(*)::int as "inFiles"
       from write_back where way = 'file' group by platform`,
  );
  return new Map(rows.map(({ platform, ...counted }) => [platform, counted]));
}

/** What the interface is told, from the stored row alone. */
export async function byStep(
  db: Db,
  step: string,
): Promise<Pick<
  WriteBackRow,
  'id' | 'platform' | 'ticketNo' | 'round' | 'answer' | 'answeredBy' | 'answeredAt'
> | null> {
  const { rows } = await db.query<WriteBackRow>(
    `select id, platform, ticket_no as "ticketNo", round, answer, answered_by as "answeredBy", answered_at as "answeredAt"
       from write_back where 'write-back-' || id = $1`,
    [step],
  );
  return rows[0] ?? null;
}

/** One that failed at the interface, locked, with its delivery. */
export async function lockFailed(tx: Db, id: number): Promise<number | null> {
  const { rows } = await tx.query<{ deliveryId: number }>(
    `select d.id as "deliveryId" from delivery d
      where d.step = $1 and d.channel = 'hotline' and d.state in ('dead', 'refused', 'uncertain') for update`,
    [stepOf(id)],
  );
  return rows[0]?.deliveryId ?? null;
}

/**
 * The answers for a platform's workbook, which gets a number: those that wait, or also those that were exported and not
 * confirmed. Null: there is none.
 */
export async function takeForFile(
  tx: Db,
  platform: string,
  again: boolean,
  by: string,
  now: Date,
): Promise<{ book: number; rows: WriteBackRow[] } | null> {
  const { rows } = await tx.query<WriteBackRow & { book: number }>(
    `with book as (
       insert into answer_book (platform, exported_at, exported_by) values ($1, $4, $3) returning id),
     due as (
       select id from write_back where platform = $1 and way = 'file' and (confirmed_at is null or refused is not null)
          and ($2 or exported_at is null or refused is not null) order by id limit 5000 for update)
     update write_back w set exported_at = $4, exported_by = $3, confirmed_at = null, refused = null, book_id = book.id
       from due, book where w.id = due.id
     returning book.id as book, w.id, w.ticket_no as "ticketNo", w.round, w.answer, w.answered_by as "answeredBy",
               w.answered_at as "answeredAt", w.request_id as "requestId", w.incident_id as "incidentId"`,
    [platform, again, by, now],
  );
  const book = rows[0]?.book;
  return book === undefined ? null : { book, rows: rows.sort((a, b) => a.id - b.id) };
}

/**
 * Which workbooks a file of receipts can speak of: all up to the answered number, the newest one when the file was read
 * for the first time.
 */
export async function bookOfReceipt(
  tx: Db,
  { platform, digest, by }: { platform: string; digest: Buffer; by: string },
  now: Date,
): Promise<number> {
  await tx.query(
    `insert into answer_receipt (platform, digest, book_id, read_at, read_by)
       select $1, $2, coalesce(max(id), 0), $3, $4 from answer_book where platform = $1
     on conflict do nothing`,
    [platform, digest, now, by],
  );
  const { rows } = await tx.query<{ book: number }>(
    'select book_id as book from answer_receipt where platform = $1 and digest = $2',
    [platform, digest],
  );
  return rows[0]!.book;
}

/** A number: exported again after the file was read for the first time, in the workbook of this number. */
export type Heard = 'news' | 'known' | 'not-exported' | 'unknown' | number;

/** What the platform says of the newest round of a ticket that it was told of, in the workbooks up to `book`. */
export async function confirm(
  tx: Db,
  said: { platform: string; ticketNo: string; receipt: string | null; refused: string | null; book: number },
  now: Date,
): Promise<Heard> {
  const { rows } = await tx.query<{
    id: number;
    same: boolean;
    exported: boolean;
    book: number;
    old: boolean;
  }>(
    `select id, confirmed_at is not null and refused is not distinct from $3 as same, exported_at is not null as exported,
            coalesce(book_id, 0) as book, coalesce(book_id > $4 or (confirmed_at is null and receipt = $5), false) as old
       from write_back where platform = $1 and ticket_no = $2
      order by exported_at is not null desc, round desc limit 1 for update`,
    [said.platform, said.ticketNo, said.refused, said.book, said.receipt],
  );
  const [found] = rows;
  if (!found) return 'unknown';
  if (!found.exported) return 'not-exported';
  if (found.same) return 'known';
  // A number of the platform that was read before this export is the old receipt in another file.
  if (found.old) return found.book;
  await tx.query('update write_back set confirmed_at = $2, receipt = $3, refused = $4 where id = $1', [
    found.id,
    now,
    said.receipt,
    said.refused,
  ]);
  return 'news';
}
