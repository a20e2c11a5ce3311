import { numbers } from '#store/db.ts';
import type { Db } from '#store/db.ts';

/** Parallel columns: one reading a row. Instants are epoch milliseconds. */
export type ReadingBatch = {
  seriesNo: number[];
  observedMs: number[];
  seq: number[];
  value: number[];
  flag: (string | null)[];
};

/**
 * Stores readings; the same reading again is no row. In the same statement the latest state of every series moves that is
 * not among `restless`: one that brings one reading here, of which it is known that it keeps below its line. To read and
 * lock those states first would cost as much as the write. Answers how many readings were new, and the series that were
 * left alone all the same, because they were over their line or know a newer reading: these must be folded. What is
 * written is what `foldSamples` answers, kept equal by a test.
 */
export async function insert(
  tx: Db,
  batch: ReadingBatch,
  restless: readonly number[],
  now: Date,
): Promise<{ written: number; left: number[] }> {
  // An empty list of flags is as many nulls: nearly every batch.
  const flags = batch.flag.some((flag) => flag !== null) ? batch.flag : [];
  const { rows } = await tx.query<{ written: number; left: number[] }>({
    name: 'readings-insert',
    text: `with r as (
       select s, to_timestamp(o / 1000) as o, q, v, f
         from unnest($1::int[], $2::float8[], $3::bigint[], $4::float8[], $5::text[]) as r(s, o, q, v, f)),
     fresh as (
       insert into reading (series_no, observed_at, seq, value, flag, received_at)
       select s, o, q, v, f, $6 from r on conflict do nothing returning series_no, observed_at, seq, value),
     moved as (
       insert into latest as l (series_no, observed_at, value, same_since, seq, gaps, jumped, received_at)
       select series_no, observed_at, value, observed_at, nullif(seq, -1), 0, false, $6
         from fresh where series_no <> all ($7::int[]) order by series_no
       on conflict (series_no) do update set observed_at = excluded.observed_at, value = excluded.value,
         same_since = case when l.value = excluded.value then coalesce(l.same_since, l.observed_at) else excluded.same_since end,
         still_told = l.still_told and l.value = excluded.value and l.same_since is not null,
         seq = coalesce(excluded.seq, l.seq), gaps = l.gaps + (coalesce(excluded.seq > l.seq + 1, false))::int,
         received_at = excluded.received_at
       where l.over_since is null and l.observed_at <= excluded.observed_at
       returning series_no)
     select (select count(*)::int from fresh) as written,
            coalesce((select json_agg(s) from r where s <> all ($7::int[]) and s not in (select series_no from moved)), '[]') as left`,
    values: [...keysOf(batch), numbers(batch.value), flags, now, numbers(restless)],
  });
  return rows[0]!;
}

/** Positions in the batch whose stored value differs: the same key with another body. */
export async function conflicting(tx: Db, batch: ReadingBatch): Promise<number[]> {
  const { rows } = await tx.query<{ index: number }>(
    `select (b.ord - 1)::int as index
       from unnest($1::int[], $2::float8[], $3::bigint[], $4::float8[]) with ordinality as b(s, o, q, v, ord)
       join reading r on r.series_no = b.s and r.observed_at = to_timestamp(b.o / 1000) and r.seq = b.q
      where r.value is distinct from b.v`,
    [...keysOf(batch), numbers(batch.value)],
  );
  return rows.map((row) => row.index);
}

/** Names (`series instant seq`) of the rows of the batch that this transaction itself wrote: the others stood there before. */
export async function writtenNow(tx: Db, batch: ReadingBatch): Promise<string[]> {
  const { rows } = await tx.query<{ name: string }>(
    `select distinct r.series_no || ' ' || (extract(epoch from r.observed_at) * 1000)::bigint || ' ' || r.seq as name
       from unnest($1::int[], $2::float8[], $3::bigint[]) as b(s, o, q)
       join reading r on r.series_no = b.s and r.observed_at = to_timestamp(b.o / 1000) and r.seq = b.q
      where r.xmin = pg_current_xact_id()::xid`,
    keysOf(batch),
  );
  return rows.map((row) => row.name);
}

const keysOf = (batch: ReadingBatch): string[] => [
  numbers(batch.seriesNo),
  numbers(batch.observedMs),
  numbers(batch.seq),
];

export type Latest = {
  seriesNo: number;
  observedAt: Date;
  value: number;
  overSince: Date | null;
  raisedAt: Date | null;
  sameSince: Date | null;
  seq: number | null;
  gaps: number;
  jumped: boolean;
  peak: number | null;
};

const state = `series_no as "seriesNo", observed_at as "observedAt", value, over_since as "overSince", raised_at as "raisedAt",
  same_since as "sameSince", seq, gaps, jumped, peak`;

/** The latest state of series, locked in order of their numbers so that two batches never wait for each other in a ring. */
export async function lockLatest(tx: Db, seriesNos: readonly number[]): Promise<Map<number, Latest>> {
  const { rows } = await tx.query<Latest>(
    `select ${state} from latest where series_no = any ($1) order by series_no for update`,
    [seriesNos],
  );
  return new Map(rows.map((row) => [row.seriesNo, row]));
}

/** Writes the new latest states; a newer one that another batch wrote first stays. */
export async function saveLatest(tx: Db, states: readonly Latest[], now: Date): Promise<void> {
  if (states.length === 0) return;
  await tx.query(
    `insert into latest (series_no, observed_at, value, over_since, raised_at, same_since, seq, gaps, jumped, peak, received_at)
     select s, o, v, os, ra, ss, q, g, j, p, $11
       from unnest($1::int[], $2::timestamptz[], $3::float8[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[],
                   $7::bigint[], $8::int[], $9::boolean[], $10::float8[]) as l(s, o, v, os, ra, ss, q, g, j, p)
      order by s
     on conflict (series_no) do update set observed_at = excluded.observed_at, value = excluded.value,
       over_since = excluded.over_since, raised_at = excluded.raised_at, same_since = excluded.same_since,
       seq = excluded.seq, gaps = excluded.gaps, jumped = excluded.jumped, peak = excluded.peak, received_at = excluded.received_at,
       still_told = latest.still_told and latest.same_since is not distinct from excluded.same_since
     where latest.observed_at <= excluded.observed_at`,
    [
      states.map((s) => s.seriesNo),
      states.map((s) => s.observedAt),
      states.map((s) => s.value),
      states.map((s) => s.overSince),
      states.map((s) => s.raisedAt),
      states.map((s) => s.sameSince),
      states.map((s) => s.seq),
      states.map((s) => s.gaps),
      states.map((s) => s.jumped),
      states.map((s) => s.peak),
      now,
    ],
  );
}

export type Window = { seriesNo: number; from: Date; to: Date };
/** A window this long is cut to its newest readings: a device that shouts proves no more by it. */
const mostInWindow = 2_000;

/** The readings of (from, to] of each series, without those whose unit is in doubt, in order of time. */
export async function windows(
  db: Db,
  wanted: readonly Window[],
): Promise<Map<number, { observedAt: Date; value: number }[]>> {
  const { rows } = await db.query<{ no: number; at: Date[]; values: number[] }>({
    name: 'reading-windows',
    text: `select w.s as no, r.at, r.values
       from unnest($1::int[], $2::timestamptz[], $3::timestamptz[]) as w(s, f, t),
            lateral (select array_agg(observed_at order by observed_at) as at, array_agg(value order by observed_at) as values
                       from (select observed_at, value from reading
                              where series_no = w.s and observed_at > w.f and observed_at <= w.t
                                and coalesce(flag, '') <> 'unit-doubt'
                              order by observed_at desc limit ${mostInWindow}) newest) r
      where r.at is not null`,
    values: [wanted.map((w) => w.seriesNo), wanted.map((w) => w.from), wanted.map((w) => w.to)],
  });
  return new Map(
    rows.map(({ no, at, values }) => [no, at.map((observedAt, i) => ({ observedAt, value: values[i]! }))]),
  );
}

export type Still = { seriesNo: number; deviceId: string; metric: string; value: number; sameSince: Date };

/** Takes the series that still report (within two hours), have shown one value other than 0 for `hours`, and nobody told of. */
export async function takeStandingStill(tx: Db, hours: number, now: Date): Promise<Still[]> {
  const { rows } = await tx.query<Still>(
    `select l.series_no as "seriesNo", s.device_id as "deviceId", s.metric, l.value, l.same_since as "sameSince"
       from latest l join series s on s.no = l.series_no
      where l.value <> 0 and not l.still_told and l.observed_at - l.same_since >= make_interval(hours => $1)
        and l.observed_at > $2::timestamptz - interval '2 hours'
      order by l.series_no limit 200 for update of l skip locked`,
    [hours, now],
  );
  return rows;
}

/** Marks series as told of, until their value changes. */
export async function markStillTold(tx: Db, seriesNos: readonly number[]): Promise<void> {
  await tx.query('update latest set still_told = true where series_no = any ($1)', [seriesNos]);
}
