import type { Db } from '#store/db.ts';

/** Parallel columns: one reading a row. */
export type ReadingBatch = {
  seriesNo: number[];
  observedAt: Date[];
  seq: number[];
  value: number[];
  flag: (string | null)[];
};

/** Stores readings; the same reading again is no row. Answers how many were new. */
export async function insert(tx: Db, batch: ReadingBatch, now: Date): Promise<number> {
  const { rowCount } = await tx.query(
    `insert into reading (series_no, observed_at, seq, value, flag, received_at)
     select s, o, q, v, f, $6
       from unnest($1::int[], $2::timestamptz[], $3::bigint[], $4::float8[], $5::text[]) as r(s, o, q, v, f)
     on conflict do nothing`,
    [batch.seriesNo, batch.observedAt, batch.seq, batch.value, batch.flag, now],
  );
  return rowCount ?? 0;
}

/** Positions in the batch whose stored value differs: the same key with another body. */
export async function conflicting(tx: Db, batch: ReadingBatch): Promise<number[]> {
  const { rows } = await tx.query<{ index: number }>(
    `select (b.ord - 1)::int as index
       from unnest($1::int[], $2::timestamptz[], $3::bigint[], $4::float8[]) with ordinality as b(s, o, q, v, ord)
       join reading r on r.series_no = b.s and r.observed_at = b.o and r.seq = b.q
      where r.value is distinct from b.v`,
    [batch.seriesNo, batch.observedAt, batch.seq, batch.value],
  );
  return rows.map((row) => row.index);
}

/** Names (`series instant seq`) of the rows of the batch that this transaction itself wrote: the others stood there before. */
export async function writtenNow(tx: Db, batch: ReadingBatch): Promise<string[]> {
  const { rows } = await tx.query<{ name: string }>(
    `select distinct r.series_no || ' ' || (extract(epoch from r.observed_at) * 1000)::bigint || ' ' || r.seq as name
       from unnest($1::int[], $2::timestamptz[], $3::bigint[]) as b(s, o, q)
       join reading r on r.series_no = b.s and r.observed_at = b.o and r.seq = b.q
      where r.xmin = pg_current_xact_id()::xid`,
    [batch.seriesNo, batch.observedAt, batch.seq],
  );
  return rows.map((row) => row.name);
}

export type Latest = {
  seriesNo: number;
  observedAt: Date;
  value: number;
  overSince: Date | null;
  raisedAt: Date | null;
};

/** The latest state of series, locked in order of their numbers so that two batches never wait for each other in a ring. */
export async function lockLatest(tx: Db, seriesNos: readonly number[]): Promise<Map<number, Latest>> {
  const { rows } = await tx.query<Latest>(
    `select series_no as "seriesNo", observed_at as "observedAt", value, over_since as "overSince", raised_at as "raisedAt"
       from latest where series_no = any ($1) order by series_no for update`,
    [seriesNos],
  );
  return new Map(rows.map((row) => [row.seriesNo, row]));
}

/** Writes the new latest states; a newer one that another batch wrote first stays. */
export async function saveLatest(tx: Db, states: readonly Latest[], now: Date): Promise<void> {
  if (states.length === 0) return;
  await tx.query(
    `insert into latest (series_no, observed_at, value, over_since, raised_at, received_at)
     select s, o, v, os, ra, $6
       from unnest($1::int[], $2::timestamptz[], $3::float8[], $4::timestamptz[], $5::timestamptz[]) as l(s, o, v, os, ra)
      order by s
     on conflict (series_no) do update set observed_at = excluded.observed_at, value = excluded.value,
       over_since = excluded.over_since, raised_at = excluded.raised_at, received_at = excluded.received_at
     where latest.observed_at <= excluded.observed_at`,
    [
      states.map((s) => s.seriesNo),
      states.map((s) => s.observedAt),
      states.map((s) => s.value),
      states.map((s) => s.overSince),
      states.map((s) => s.raisedAt),
      now,
    ],
  );
}
