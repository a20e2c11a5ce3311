import type { Db } from './db.ts';
import { sm3 } from './sm.ts';

export type AuditEntry = {
  /** Username, or 'system'. */
  actor: string;
  /** Noun and verb, for example 'person.reveal'. */
  action: string;
  /** What it was done to, for example 'request/17'. Never a name or a number of a person. */
  target: string;
  detail: Record<string, unknown>;
  now: Date;
};

export type AuditRow = Omit<AuditEntry, 'now'> & { stream: number; seq: number; at: Date };
type StoredRow = AuditRow & { prev: Buffer; hash: Buffer };

/** The newest row of a stream, to be kept outside the database: a cut tail shows against it. */
export type AuditHead = { stream: number; seq: number; hash: string };
export type AuditFault = { stream: number; seq: number; why: string };

/** Writers wait for each other within one stream; four let people work side by side. */
const streams = 4;
const lockClass = 0x61756469;
const genesis = Buffer.alloc(32);

/** JSON with sorted keys, so that a row read back gives the same bytes. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function hashOf(row: Omit<StoredRow, 'hash'>): Buffer {
  const fields = [row.stream, row.seq, row.at.toISOString(), row.actor, row.action, row.target, row.detail];
  return sm3(row.prev, canonical(fields));
}

/** All rows of one actor stand in one stream, in the order in which they were committed. */
function streamOf(actor: string): number {
  return sm3(actor)[0]! % streams;
}

/**
 * Holds the actor's stream until the transaction ends: what is counted in it afterwards stays true.
 * A statement of its own, because only the next statement sees what the last holder committed.
 */
export async function lockAudit(tx: Db, actor: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1, $2)', [lockClass, streamOf(actor)]);
}

/** Appends one row to the chain, inside the transaction of the deed itself: neither exists without the other. */
export async function record(tx: Db, entry: AuditEntry): Promise<void> {
  const stream = streamOf(entry.actor);
  await lockAudit(tx, entry.actor);
  const { rows } = await tx.query<{ seq: number; hash: Buffer }>(
    'select seq, hash from audit where stream = $1 order by seq desc limit 1',
    [stream],
  );
  const detail = JSON.parse(JSON.stringify(entry.detail)) as Record<string, unknown>;
  const { actor, action, target, now } = entry;
  const prev = rows[0]?.hash ?? genesis;
  const row = { stream, seq: (rows[0]?.seq ?? 0) + 1, at: now, actor, action, target, detail, prev };
  await tx.query(
    `insert into audit (stream, seq, at, actor, action, target, detail, prev, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [stream, row.seq, now, actor, action, target, JSON.stringify(detail), prev, hashOf(row)],
  );
}

function faultOf(row: StoredRow, seq: number, prev: Buffer): string | null {
  if (row.seq !== seq) return `缺少第 ${seq} 条（其后为第 ${row.seq} 条），记录被删除`;
  if (!row.prev.equals(prev)) return '与上一条的校验值不相接，记录被调换或替换';
  if (!hashOf(row).equals(row.hash)) return '内容与校验值不符，记录被改动';
  return null;
}

const page = 2_000;

async function verifyStream(
  db: Db,
  stream: number,
  heads: readonly AuditHead[],
): Promise<{ rows: number; bad: AuditFault | null }> {
  const kept = new Map(heads.filter((head) => head.stream === stream).map((head) => [head.seq, head.hash]));
  let seq = 0;
  let prev: Buffer = genesis;
  for (;;) {
    const { rows } = await db.query<StoredRow>(
      `select stream, seq, at, actor, action, target, detail, prev, hash from audit
        where stream = $1 and seq > $2 order by seq limit ${page}`,
      [stream, seq],
    );
    for (const row of rows) {
      const why = faultOf(row, seq + 1, prev);
      if (why !== null) return { rows: seq, bad: { stream, seq: seq + 1, why } };
      if ((kept.get(row.seq) ?? row.hash.toString('hex')) !== row.hash.toString('hex')) {
        return { rows: seq, bad: { stream, seq: row.seq, why: '与留存的链头不符，整条链被重新写过' } };
      }
      ({ seq, hash: prev } = row);
    }
    if (rows.length < page) break;
  }
  const last = Math.max(0, ...kept.keys());
  const cut = { stream, seq: seq + 1, why: `留存的链头为第 ${last} 条，末尾 ${last - seq} 条被删除` };
  return { rows: seq, bad: last > seq ? cut : null };
}

/**
 * Recomputes the chain of one stream, or of all, in pages; names the first bad row.
 * With `heads` kept outside it also finds a cut tail and a chain that was written anew.
 */
export async function verify(
  db: Db,
  stream?: number,
  heads: readonly AuditHead[] = [],
): Promise<{ rows: number; firstBad: AuditFault | null }> {
  let rows = 0;
  let firstBad: AuditFault | null = null;
  for (const one of stream === undefined ? Array.from({ length: streams }, (_, i) => i) : [stream]) {
    const found = await verifyStream(db, one, heads);
    rows += found.rows;
    firstBad ??= found.bad;
  }
  return { rows, firstBad };
}

/** The newest row of every stream. */
export async function auditHeads(db: Db): Promise<AuditHead[]> {
  const { rows } = await db.query<AuditHead>(
    `select distinct on (stream) stream, seq, encode(hash, 'hex') as hash from audit order by stream, seq desc`,
  );
  return rows;
}

export type AuditFilter = {
  actor?: string | undefined;
  action?: string | undefined;
  target?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  /** The last row of the page before. */
  after?: { at: Date; stream: number; seq: number } | undefined;
  limit: number;
};

/** Newest first; `action` also takes the beginning of a name ('person'). */
export async function listAudit(db: Db, filter: AuditFilter): Promise<AuditRow[]> {
  const { actor, action, target, from, to, after, limit } = filter;
  const { rows } = await db.query<AuditRow>(
    `select stream, seq, at, actor, action, target, detail from audit
      where ($1::text is null or actor = $1)
        and ($2::text is null or action = $2 or starts_with(action, $2 || '.'))
        and ($3::text is null or target = $3)
        and ($4::timestamptz is null or at >= $4) and ($5::timestamptz is null or at < $5)
        and ($6::timestamptz is null or (at, -stream, seq) < ($6, -$7::int, $8::bigint))
      order by at desc, stream, seq desc limit $9`,
    [actor, action, target, from, to, after?.at, after?.stream, after?.seq, limit],
  );
  return rows;
}

/** How often this actor did this since an instant. */
export async function countAudit(db: Db, actor: string, action: string, since: Date): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    'select count(*) as n from audit where actor = $1 and action = $2 and at >= $3',
    [actor, action, since],
  );
  return rows[0]!.n;
}
