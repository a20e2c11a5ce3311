import type { Db } from '#store/db.ts';

/** A picture kept and how far its frames reach; `until`, `lastNo` null while it is open. Instants in city time. */
export type PastMark = { at: Date; no: number; epoch: string; until: Date | null; lastNo: number | null };

const mark = 'at, no, epoch, until, last_no as "lastNo"';

/** The newest picture; open unless the last work on it was cut off. */
export async function lastPast(db: Db): Promise<(PastMark & { picture: Buffer }) | null> {
  const { rows } = await db.query<PastMark & { picture: Buffer }>(
    `select ${mark}, picture from past order by at desc, no desc limit 1`,
  );
  return rows[0] ?? null;
}

/** The one row that serves an instant: its picture and its segment. Null: nothing was kept so early. */
export async function pastAt(
  db: Db,
  at: Date,
): Promise<(PastMark & { picture: Buffer; frames: Buffer | null }) | null> {
  const { rows } = await db.query<PastMark & { picture: Buffer; frames: Buffer | null }>(
    `select ${mark}, picture, frames from past where at <= $1 order by at desc, no desc limit 1`,
    [at],
  );
  return rows[0] ?? null;
}

/** The first row that begins at this frame and instant or after; its picture is not read. One whose frames were lost leads nowhere. */
export async function pastFrom(
  db: Db,
  at: Date,
  no: number,
): Promise<(PastMark & { frames: Buffer | null }) | null> {
  const { rows } = await db.query<PastMark & { frames: Buffer | null }>(
    `select ${mark}, frames from past where at >= $1 and (at, no) >= ($1, $2::bigint) and last_no is distinct from no order by at, no limit 1`,
    [at, no],
  );
  return rows[0] ?? null;
}

/** The instant of the oldest picture. */
export async function firstPast(db: Db): Promise<Date | null> {
  const { rows } = await db.query<{ at: Date }>('select at from past order by at, no limit 1');
  return rows[0]?.at ?? null;
}

/** What waits to be kept behind frame `no`: `first` is the oldest of its frames that is still there. */
export type Pending = { first: number | null; bytes: number; aged: boolean };

/** How much waits, and whether the oldest of it has waited `seconds`, on the machine's clock as frames are pruned by it. */
export async function pendingAfter(db: Db, no: number, seconds: number): Promise<Pending> {
  const { rows } = await db.query<Pending>(
    `select min(no) as first, coalesce(sum(pg_column_size(body) + coalesce(octet_length(readings), 0) + coalesce(octet_length(movers), 0)), 0)::float8 as bytes,
            coalesce(min(made_at) < steady_now() - make_interval(secs => $2), false) as aged
       from frame where no > $1`,
    [no, seconds],
  );
  return rows[0]!;
}

/** Closes an open row with its frames; false when somebody else has. */
export async function closePast(
  tx: Db,
  open: PastMark,
  end: { until: Date; lastNo: number; frames: Buffer },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update past set until = $3, last_no = $4, frames = $5 where at = $1 and no = $2 and frames is null',
    [open.at, open.no, end.until, end.lastNo, end.frames],
  );
  return rowCount === 1;
}

/** Keeps a picture whose frames are still to come. */
export async function openPast(
  tx: Db,
  { at, no, epoch, picture }: { at: Date; no: number; epoch: string; picture: Buffer },
): Promise<void> {
  await tx.query('insert into past (at, no, epoch, picture) values ($1, $2, $3, $4)', [
    at,
    no,
    epoch,
    picture,
  ]);
}
