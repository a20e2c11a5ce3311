import type { Db } from '#store/db.ts';

/** 送达, claimed: nobody else may send it until its lease has run out. */
export type Delivery = {
  id: number;
  taskId: number | null;
  incidentId: number | null;
  step: string;
  /** Unit code. */
  recipient: string;
  channel: string;
  /** Grows with every claim; the receiver refuses a lower one than it has seen, and so does every mark here. */
  fence: number;
  attempts: number;
  createdAt: Date;
  body: { title: string; ring: boolean; severity: number };
};
export type Claim = Pick<Delivery, 'id' | 'fence'>;

/** Longer than the hard timeout of any send (10 s). */
export const leaseSeconds = 30;
export const mostAttempts = 6;
/** What was handed to the queue this long ago and is not under a lease is handed over again. */
const queueAgainSeconds = 4;

const columns = `d.id, d.task_id as "taskId", d.incident_id as "incidentId", d.step, d.recipient, d.channel, d.fence,
  d.attempts, d.created_at as "createdAt", d.body`;
const unleased = "(d.state = 'pending' or (d.state = 'sending' and d.lease_until < steady_now()))";

export type Queued = { id: number; channel: string };

/** Deliveries that no queue has seen yet, now marked as handed over. */
export async function takeNew(db: Db, limit: number): Promise<Queued[]> {
  const { rows } = await db.query<Queued>({
    name: 'deliveries-new',
    text: `with due as (
       select d.id from delivery d
        where d.state = 'pending' and d.enqueued_at is null and d.not_before <= steady_now()
        order by d.id limit $1 for update skip locked)
     update delivery d set enqueued_at = steady_now() from due where d.id = due.id returning d.id, d.channel`,
    values: [limit],
  });
  return rows;
}

/** Deliveries that were handed over and not sent: the queue lost them, or a worker died. The recovery is this. */
export async function takeLost(db: Db, limit: number): Promise<Queued[]> {
  const { rows } = await db.query<Queued>(
    `with due as (
       select d.id from delivery d
        where d.state in ('pending', 'sending') and d.not_before <= steady_now() and ${unleased}
          and d.enqueued_at < steady_now() - make_interval(secs => $2) and d.attempts < $3
        order by d.enqueued_at, d.id limit $1 for update skip locked)
     update delivery d set enqueued_at = steady_now() from due where d.id = due.id returning d.id, d.channel`,
    [limit, queueAgainSeconds, mostAttempts],
  );
  return rows;
}

/** The queue did not take them: they are new again. */
export async function handBack(db: Db, ids: readonly number[]): Promise<void> {
  await db.query("update delivery set enqueued_at = null where id = any ($1) and state = 'pending'", [ids]);
}

const free = `with free as (
       select d.id from delivery d
        where d.id = any ($1) and d.state in ('pending', 'sending') and d.not_before <= steady_now()
          and ${unleased} and d.attempts < $2
        order by d.id for update skip locked)`;
const inOrder = (rows: Delivery[]): Delivery[] => rows.sort((a, b) => a.id - b.id);

/** Takes the lease of those that are free and due; the others are somebody else's, or done. */
export async function claim(db: Db, ids: readonly number[]): Promise<Delivery[]> {
  const { rows } = await db.query<Delivery>(
    `${free}
     update delivery d set state = 'sending', fence = d.fence + 1, attempts = d.attempts + 1,
            lease_until = steady_now() + make_interval(secs => $3)
       from free where d.id = free.id returning ${columns}`,
    [ids, mostAttempts, leaseSeconds],
  );
  return inOrder(rows);
}

/** Claims and marks sent in one: for what takes effect in this same transaction, and needs no lease. */
export async function claimSent(tx: Db, ids: readonly number[], now: Date): Promise<Delivery[]> {
  const { rows } = await tx.query<Delivery>({
    name: 'deliveries-sent',
    text: `${free}
     update delivery d set state = 'sent', fence = d.fence + 1, attempts = d.attempts + 1,
            sent_at = $3, lease_until = null, last_error = null
       from free where d.id = free.id returning ${columns}`,
    values: [ids, mostAttempts, now],
  });
  return inOrder(rows);
}

/** Sent: only where the claim still holds. Answers how many did. */
export async function markSent(db: Db, claims: readonly Claim[], now: Date): Promise<number> {
  const { rowCount } = await db.query(
    `update delivery d set state = 'sent', sent_at = $3, lease_until = null, last_error = null
       from unnest($1::bigint[], $2::int[]) as c(id, fence)
      where d.id = c.id and d.fence = c.fence and d.state = 'sending'`,
    [claims.map(({ id }) => id), claims.map(({ fence }) => fence), now],
  );
  return rowCount ?? 0;
}

/** Not sent, to be tried again in `waitSeconds`; `counts` false gives the attempt back. Only where the claim holds. */
export async function retryLater(
  db: Db,
  { id, fence }: Claim,
  how: { reason: string; waitSeconds: number; counts: boolean },
): Promise<void> {
  await db.query(
    `update delivery set state = 'pending', lease_until = null, enqueued_at = null, last_error = $3,
            not_before = steady_now() + make_interval(secs => $4), attempts = attempts - $5
      where id = $1 and fence = $2 and state = 'sending'`,
    [id, fence, how.reason.slice(0, 500), how.waitSeconds, how.counts ? 0 : 1],
  );
}

/** Not claimed at all: its recipient is not to be asked for `waitSeconds`. */
export async function postpone(db: Db, id: number, waitSeconds: number): Promise<void> {
  await db.query(
    `update delivery set enqueued_at = null, not_before = steady_now() + make_interval(secs => $2)
      where id = $1 and state = 'pending'`,
    [id, waitSeconds],
  );
}

/** Whom a delivery is for, and whether anybody could still send it. */
export async function recipientOf(db: Db, id: number): Promise<string | null> {
  const { rows } = await db.query<{ recipient: string }>(
    "select recipient from delivery where id = $1 and state in ('pending', 'sending')",
    [id],
  );
  return rows[0]?.recipient ?? null;
}

/** 死信: nobody tries again. Answers false when the claim no longer holds. */
export async function bury(
  db: Db,
  { id, fence }: Claim,
  state: 'dead' | 'refused',
  reason: string,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update delivery set state = $3, lease_until = null, last_error = $4
      where id = $1 and fence = $2 and state in ('pending', 'sending')`,
    [id, fence, state, reason.slice(0, 500)],
  );
  return rowCount === 1;
}

/** Those whose last attempt ended without a word (whoever sent them died of it), or whose channel nobody has. Locked. */
export async function lockExhausted(tx: Db, channels: readonly string[], limit: number): Promise<Delivery[]> {
  const { rows } = await tx.query<Delivery>(
    `select ${columns} from delivery d
      where d.state in ('pending', 'sending') and d.not_before <= steady_now() and ${unleased}
        and (d.attempts >= $2 or d.channel <> all ($3))
      order by d.id limit $1 for update skip locked`,
    [limit, mostAttempts, channels],
  );
  return rows;
}

/** For how many seconds the oldest delivery could have been sent and was not; 0 when there is none. */
export async function oldestDueSeconds(db: Db): Promise<number> {
  const { rows } = await db.query<{ seconds: number }>(
    `select coalesce(extract(epoch from max(least(city_now() - created_at, steady_now() - greatest(not_before, '2000-01-01')))), 0)::float8 as seconds
       from delivery d
      where d.state in ('pending', 'sending') and d.not_before <= steady_now() and ${unleased}`,
  );
  return Math.max(0, rows[0]!.seconds);
}
