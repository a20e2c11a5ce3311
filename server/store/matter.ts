import { machine } from '#contracts/people.ts';
import { inSnapshot } from './db.ts';
import type { Db, Pool } from './db.ts';

/** A text whose category people stand for; one that they had to correct weighs more. */
export type Taught = { code: string; text: string; weight: number };

const corrected = 3;
const returned = 2;
const agreed = 1;
/** The newest that one training reads. */
const atMost = 10_000;

/**
 * 已由人认定的小类: what callers and collectors wrote, with the category of the incident as people left it. Theirs is
 * what a person took on, corrected or closed; a text whose category was changed by hand weighs most, one whose matter was
 * sent back by a unit and then handled weighs more than one that nobody touched. What reads as `other` only because
 * nobody judged it teaches nothing.
 */
export async function taughtTexts(pool: Pool): Promise<Taught[]> {
  return inSnapshot(pool, '*', async (tx) => {
    const { rows } = await tx.query<Taught>(
      `select i.category_code as code,
              case when l.category_code <> i.category_code or e.corrected then $1::int
                   when i.return_count > 0 then $2::int else $3::int end as weight,
              concat_ws(' ', e.heading, e.body) as text
         from incident i
        cross join lateral (
          select l.event_id, l.accepted_on, l.category_code from link l where l.incident_id = i.id order by l.event_id limit 1) l
         join lateral (
          select e.body, e.detail ->> 'title' as heading, e.source, h.corrected, h.stood
            from event e,
                 lateral (select bool_or(h.move = 'correct' and h.words like '%小类改为%') as corrected, count(*) > 0 as stood
                            from history h where h.incident_id = i.id and h.actor <> $4) h
           where e.accepted_on = l.accepted_on and e.id = l.event_id) e on e.source in ('hotline', 'report') and e.stood and e.body <> ''
        where i.status not in ('merged', 'rejected', 'received', 'verifying')
          and (i.category_code <> 'other' or l.category_code <> 'other')
        order by i.id desc limit $5`,
      [corrected, returned, agreed, machine.username, atMost],
    );
    // The same order on every run: the newest first would move with each new case.
    return rows.reverse();
  });
}

export type MadeModel = { version: string; bytes: Uint8Array; texts: number; now: Date };

/** Keeps the city's model; whoever holds the reference data in memory takes it up with its next look. */
export async function keepModel(db: Db, { version, bytes, texts, now }: MadeModel): Promise<void> {
  await db.query(
    `insert into matter_model (version, made_at, texts, bytes) values ($1, $2, $3, $4)
     on conflict (one) do update
       set version = excluded.version, made_at = excluded.made_at, texts = excluded.texts, bytes = excluded.bytes`,
    [version, now, texts, bytes],
  );
}
