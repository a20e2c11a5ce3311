import type { Db } from '#store/db.ts';

/** 未送达: deliveries that nobody tries any more, until a person decides. */
export type UnsentState = 'dead' | 'refused' | 'uncertain';
export type UnsentRow = {
  id: number;
  state: UnsentState;
  step: string;
  recipient: string;
  channel: string;
  title: string;
  incidentNo: string | null;
  createdAt: Date;
  reason: string | null;
};

/** Newest first, and how many there are in all. The caller's transaction must see all rows. */
export async function listUnsent(
  db: Db,
  states: readonly UnsentState[],
  limit: number,
): Promise<{ items: UnsentRow[]; count: number }> {
  const { rows } = await db.query<UnsentRow & { count: number }>(
    `select d.id, d.state, d.step, d.recipient, d.channel, d.body ->> 'title' as title, i.no as "incidentNo",
            d.created_at as "createdAt", d.last_error as reason, count(*) over () as count
       from delivery d left join incident i on i.id = d.incident_id
      where d.state = any ($1) order by d.id desc limit $2`,
    [states, limit],
  );
  return { items: rows.map(({ count: _count, ...row }) => row), count: rows[0]?.count ?? 0 };
}

/** Takes one into the hands of a person: answers its channel and state, null when somebody else decided. */
export async function lockUnsent(tx: Db, id: number): Promise<{ state: UnsentState } | null> {
  const { rows } = await tx.query<{ state: UnsentState }>(
    "select state from delivery where id = $1 and state in ('dead', 'refused', 'uncertain') for update",
    [id],
  );
  return rows[0] ?? null;
}

/** Sends it once more under its own key, with all attempts before it; the receiver knows the key and takes it once. */
export async function sendAgain(tx: Db, id: number): Promise<void> {
  await tx.query(
    `update delivery set state = 'pending', attempts = 0, enqueued_at = null, lease_until = null, not_before = '-infinity'
      where id = $1`,
    [id],
  );
}

/** The receiver has it, a person says: it counts as sent. */
export async function countAsSent(tx: Db, id: number, now: Date): Promise<void> {
  await tx.query("update delivery set state = 'sent', sent_at = $2 where id = $1", [id, now]);
}
