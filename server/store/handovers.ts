import type { Handover, HandoverText, ShiftCounts } from '#contracts/duty.ts';
import type { Db } from './db.ts';

type Person = { username: string; name: string };
export type HandoverRow = Omit<Handover, 'draftedAt' | 'givenAt' | 'signedAt'> & {
  draftedAt: Date;
  givenAt: Date | null;
  signedAt: Date | null;
};
const columns = `id, version, state, text, drafted_at as "draftedAt", from_by as "fromBy", from_name as "fromName",
  given_at as "givenAt", to_name as "toName", signed_at as "signedAt"`;

/** What is being handed over now, and the last that was taken. */
export async function current(db: Db): Promise<{ open: HandoverRow | null; last: HandoverRow | null }> {
  const { rows } = await db.query<HandoverRow>(
    `(select ${columns} from handover where state <> 'signed' limit 1)
     union all (select ${columns} from handover where state = 'signed' order by signed_at desc limit 1)`,
  );
  return {
    open: rows.find(({ state }) => state !== 'signed') ?? null,
    last: rows.find(({ state }) => state === 'signed') ?? null,
  };
}

export async function lock(tx: Db, id: number): Promise<HandoverRow | null> {
  const { rows } = await tx.query<HandoverRow>(`select ${columns} from handover where id = $1 for update`, [
    id,
  ]);
  return rows[0] ?? null;
}

/** A new draft; null when one stands open already. */
export async function add(tx: Db, text: HandoverText, by: Person, now: Date): Promise<HandoverRow | null> {
  const { rows } = await tx.query<HandoverRow>(
    `insert into handover (text, drafted_at, from_by, from_name) values ($1, $2, $3, $4)
     on conflict do nothing returning ${columns}`,
    [JSON.stringify(text), now, by.username, by.name],
  );
  return rows[0] ?? null;
}

export async function edit(tx: Db, id: number, text: HandoverText): Promise<HandoverRow> {
  const { rows } = await tx.query<HandoverRow>(
    `update handover set text = $2, version = version + 1 where id = $1 returning ${columns}`,
    [id, JSON.stringify(text)],
  );
  return rows[0]!;
}

/** The outgoing leader's signature. */
export async function give(tx: Db, id: number, now: Date): Promise<HandoverRow> {
  const { rows } = await tx.query<HandoverRow>(
    `update handover set state = 'given', given_at = $2, version = version + 1 where id = $1 returning ${columns}`,
    [id, now],
  );
  return rows[0]!;
}

/** The incoming leader's signature: from here on it is final. */
export async function take(tx: Db, id: number, by: Person, now: Date): Promise<HandoverRow> {
  const { rows } = await tx.query<HandoverRow>(
    `update handover set state = 'signed', signed_at = $2, to_by = $3, to_name = $4, version = version + 1
      where id = $1 returning ${columns}`,
    [id, now, by.username, by.name],
  );
  return rows[0]!;
}

/** What stands when one shift goes and the next one comes. */
export async function facts(db: Db, now: Date): Promise<ShiftCounts> {
  const { rows } = await db.query<ShiftCounts>(
    `select (count(*) filter (where open))::int as open,
            (count(*) filter (where open and due_at < $1))::int as overdue,
            (count(*) filter (where status in ('received', 'to-dispatch')))::int as "toDispatch",
            (count(*) filter (where status = 'to-sign'))::int as "toSign",
            (count(*) filter (where status in ('to-review', 'inspecting')))::int as "toReview",
            (count(*) filter (where status = 'to-close'))::int as "toClose",
            (select count(*)::int from request where status = 'open') as unanswered,
            (select count(*)::int from waiting where reason = 'ask') as asked,
            (select count(*)::int from called where state = 'waiting') as calling,
            (select count(*)::int from reportable r where not exists (
               select from bulletin b where b.incident_id = r.incident_id and b.kind = 'first' and b.state = 'signed')) as "toReport"
       from incident where open`,
    [now],
  );
  return rows[0]!;
}
