import type { Db } from './db.ts';

/** What one unit has open and what of it is late, and the 督办单 that it was sent and still has to deal with. */
export type UnitDebt = {
  unitCode: string;
  open: number;
  overdue: number;
  sent: number;
  replied: number;
  /** Not replied, with an instant by which the reply is due; and those whose instant has passed. */
  dated: number;
  unanswered: number;
  /** Of those not replied the nearest instant. */
  answerBy: Date | null;
};

/** The units of the caller's scope that have open matters or live 督办单; the latest first. */
export async function unitDebts(db: Db, now: Date): Promise<UnitDebt[]> {
  const { rows } = await db.query<UnitDebt>(
    `with had as (
       select i.unit_code, count(*)::int as open, (count(*) filter (where i.due_at < $1))::int as overdue
         from incident i where i.open and i.unit_code is not null and in_scope(i.unit_code, i.district_code) group by 1),
     told as (
       select t.unit_code, count(*)::int as sent, (count(*) filter (where s.state = 'replied'))::int as replied,
              (count(*) filter (where s.state = 'sent' and s.answer_by is not null))::int as dated,
              (count(*) filter (where s.state = 'sent' and s.answer_by < $1))::int as unanswered,
              min(s.answer_by) filter (where s.state = 'sent') as answer_by
         from supervision s join task t on t.id = s.task_id
        where s.state in ('sent', 'replied') and t.open group by 1)
     select unit_code as "unitCode", coalesce(had.open, 0) as open, coalesce(had.overdue, 0) as overdue,
            coalesce(told.sent, 0) as sent, coalesce(told.replied, 0) as replied, coalesce(told.dated, 0) as dated,
            coalesce(told.unanswered, 0) as unanswered, told.answer_by as "answerBy"
       from had full join told using (unit_code)
      order by overdue desc, open desc, unit_code`,
    [now],
  );
  return rows;
}

/** How many 督办单 the machine has drafted that nobody has signed yet. */
export async function countDrafts(db: Db): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from supervision s join task t on t.id = s.task_id where s.state = 'draft'`,
  );
  return rows[0]!.count;
}
