import type { LiveRow, StoredFrame } from '#store/frames.ts';
import type { Nudge } from '#contracts/live.ts';
import type { Db } from '#store/db.ts';

/** The feed as every server follows it. */
export type Head = {
  epoch: string;
  head: number;
  /** False when no publisher has been at work for four seconds: then nobody may be told that all is well (law 9). */
  alive: boolean;
  /** City time. */
  at: string;
};

export async function readHead(db: Db): Promise<Head> {
  const { rows } = await db.query<{ epoch: string; head: number; alive: boolean; at: Date }>(
    `select epoch, head, alive_at > steady_now() - interval '4 seconds' as alive, city_now() as at from feed`,
  );
  const { epoch, head, alive, at } = rows[0]!;
  return { epoch, head, alive, at: at.toISOString() };
}

type Row = {
  no: number;
  epoch: string;
  at: Date;
  body: { rows: LiveRow[]; nudges: Nudge[] };
  readings: Buffer | null;
  movers: Buffer | null;
};

// A copy of its own: the driver's buffers are windows into larger ones.
const blockOf = (bytes: Buffer | null): ArrayBuffer | null => bytes && new Uint8Array(bytes).buffer;

function toFrame({ no, epoch, at, body: { rows, nudges }, readings, movers }: Row): StoredFrame {
  const blocks = { readings: blockOf(readings), movers: blockOf(movers) };
  return { no, epoch, at: at.toISOString(), rows, nudges, ...blocks };
}

/** The frames after `no`, in order, at most `limit`. One writer gives the numbers, so nothing appears in between later. */
export async function framesAfter(db: Db, no: number, limit: number): Promise<StoredFrame[]> {
  const { rows } = await db.query<Row>(
    'select no, epoch, at, body, readings, movers from frame where no > $1 order by no limit $2',
    [no, limit],
  );
  return rows.map(toFrame);
}

/** Where a server that starts may begin, so that its ring holds at most `most` frames and no more than is kept. */
export async function firstKept(db: Db, most: number): Promise<number | null> {
  const { rows } = await db.query<{ no: number | null }>(
    'select greatest(min(no), max(no) - $1 + 1) as no from frame',
    [most],
  );
  return rows[0]!.no;
}

/** A series as screens show it. */
export type LatestValue = { no: number; value: number; over: boolean };

/** `since`: the first reading of this value in a row, epoch seconds; another one says that the value has been away. */
export type StandingValue = LatestValue & { since: number | null };

/** Which writes of `latest` a reader has certainly seen: all of transactions below it. */
export type Horizon = string;

/** All that this transaction's snapshot shows was written by transactions below it. */
export async function ceilingOf(tx: Db): Promise<Horizon> {
  const { rows } = await tx.query<{ xid: Horizon }>(
    'select pg_snapshot_xmax(pg_current_snapshot())::text as xid',
  );
  return rows[0]!.xid;
}

/** The head of the feed when all changes and readings written below `ceiling` have been published; else null. */
export async function headPast(db: Db, ceiling: Horizon): Promise<number | null> {
  const { rows } = await db.query<{ head: number }>(
    `select head from feed f where readings_seen >= $1::xid8
        and not exists (select from change c where c.xid < $1::xid8 and (c.xid, c.seq) > (f.cursor_xid, f.cursor_seq))`,
    [ceiling],
  );
  return rows[0]?.head ?? null;
}

/**
 * The latest values written since `horizon` (null: all), and the next horizon. Rows are told by the transaction that
 * wrote them, not by a time: a batch that commits late with an early receipt time is not missed. Some come twice.
 */
export async function latestSince(
  db: Db,
  horizon: Horizon | null,
): Promise<{ values: StandingValue[]; horizon: Horizon }> {
  // xmin is 32 bit and wraps: it is at or after the horizon when it lies in the half circle that begins there.
  // Flat lists, not an object for each of perhaps ten thousand series: less to make, to send and to read.
  const { rows } = await db.query<{
    horizon: Horizon;
    nos: number[] | null;
    values: number[];
    overs: boolean[];
    sinces: (number | null)[];
  }>(
    `select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, json_agg(series_no) as nos,
            json_agg(value) as values, json_agg(over_since is not null) as overs,
            json_agg(extract(epoch from same_since)) as sinces
       from latest
      where $1::bigint is null
         or ((xmin::text::bigint - $1 % 4294967296 + 4294967296) % 4294967296) < 2147483648`,
    [horizon],
  );
  const { horizon: next, nos, values, overs, sinces } = rows[0]!;
  const changed =
    nos?.map((no, i) => ({ no, value: values[i]!, over: overs[i]!, since: sinces[i] ?? null })) ?? [];
  return { values: changed, horizon: next };
}
