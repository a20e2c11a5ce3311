import type { Db } from '#store/db.ts';

/** 抓拍图: a picture that an alert points to and that waits to be fetched. */
export type DueSnapshot = { eventId: number; url: string; tries: number };

/** Notes pictures to fetch, in the transaction that accepts their alerts. */
export async function enqueue(
  tx: Db,
  snapshots: readonly { eventId: number; url: string }[],
  now: Date,
): Promise<void> {
  if (snapshots.length === 0) return;
  await tx.query(
    `insert into snapshot_fetch (event_id, url, created_at)
     select event_id, url, $3 from unnest($1::bigint[], $2::text[]) as s(event_id, url)`,
    [snapshots.map((one) => one.eventId), snapshots.map((one) => one.url), now],
  );
}

/** Takes due pictures and puts them off for a minute, so that a worker that dies holds them no longer. */
export async function claimDue(db: Db, now: Date, limit: number): Promise<DueSnapshot[]> {
  const { rows } = await db.query<DueSnapshot>(
    `update snapshot_fetch set not_before = $1::timestamptz + interval '1 minute', tries = tries + 1
      where event_id in (select event_id from snapshot_fetch where state = 'due' and not_before <= $1
                          order by not_before, event_id limit $2 for update skip locked)
      returning event_id as "eventId", url, tries`,
    [now, limit],
  );
  return rows;
}

/** Ends a fetch for good; false when another worker has ended it already. */
export async function settle(
  tx: Db,
  eventId: number,
  state: 'done' | 'dead' | 'refused',
  note: string | null,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update snapshot_fetch set state = $2, note = $3 where event_id = $1 and state = 'due'`,
    [eventId, state, note],
  );
  return rowCount === 1;
}

/** Tries again at `at`. */
export async function postpone(db: Db, eventId: number, at: Date, note: string): Promise<void> {
  await db.query(
    `update snapshot_fetch set not_before = $2, note = $3 where event_id = $1 and state = 'due'`,
    [eventId, at, note],
  );
}

/** The approved hosts: names, addresses, subnets. */
export async function approvedHosts(db: Db): Promise<string[]> {
  const { rows } = await db.query<{ host: string }>('select host from snapshot_host order by host');
  return rows.map((row) => row.host);
}
