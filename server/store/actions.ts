import type { Db } from '#store/db.ts';

/** What a step answered when it was first taken; null when it is new. The row is locked in by `remember`. */
export async function answerOf(tx: Db, id: string): Promise<unknown> {
  const { rows } = await tx.query<{ answer: unknown }>('select answer from action where id = $1', [id]);
  return rows[0]?.answer ?? null;
}

/** Remembers a step in its own transaction: sent again, it answers the same and changes nothing. */
export async function remember(tx: Db, id: string, actor: string, answer: unknown, now: Date): Promise<void> {
  await tx.query('insert into action (id, actor, at, answer) values ($1, $2, $3, $4)', [
    id,
    actor,
    now,
    JSON.stringify(answer),
  ]);
}

/** Remembers who took a step whose effect is kept elsewhere under the same id; the first stays. */
export async function noteActor(
  db: Db,
  id: string,
  actor: string,
  answer: unknown,
  now: Date,
): Promise<void> {
  await db.query(
    'insert into action (id, actor, at, answer) values ($1, $2, $3, $4) on conflict (id) do nothing',
    [id, actor, now, JSON.stringify(answer)],
  );
}
