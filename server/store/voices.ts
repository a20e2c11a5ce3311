import type { Db } from './db.ts';

export type VoiceCounts = {
  today: number;
  yesterdaySameTime: number;
  open: number;
  late: number;
  due: number;
  onTime: number;
  /** 平均办理用时 of the answers of this month and of the last, in hours; null without answers. */
  hours: number | null;
  hoursBefore: number | null;
  answersBefore: number;
};

const months = `select date_trunc('day', $1::timestamptz at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai' as day,
  date_trunc('month', $1::timestamptz at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai' as month,
  (date_trunc('month', $1::timestamptz at time zone 'Asia/Shanghai') - interval '1 month') at time zone 'Asia/Shanghai' as before`;

/**
 * The callers' matters in the caller's scope: of today, standing, and of the month. 应办结: promised for a time of this
 * month that is past, or answered in it; 按时: answered by the time that was promised (mission.md §8).
 */
export async function countVoices(db: Db, now: Date): Promise<VoiceCounts> {
  const { rows } = await db.query<VoiceCounts>(
    `with t as (${months}),
     mine as (
       select r.id from t cross join lateral (
           select id, incident_id from request where called_at >= t.day - interval '1 day'
           union select id, incident_id from request where status = 'open'
           union select id, incident_id from request where answered_at >= t.before) r
         left join incident i on i.id = r.incident_id where in_scope(i.unit_code, i.district_code)),
     r as (select r.* from mine join request r using (id) where r.status <> 'withdrawn'),
     due as (select r.* from r, t where (r.promised_at < $1 and r.answered_at is null) or r.answered_at >= t.month)
     select (select count(*)::int from r, t where r.called_at >= t.day) as today,
            (select count(*)::int from r, t where r.called_at < t.day and r.called_at >= t.day - interval '1 day'
                and r.called_at <= $1::timestamptz - interval '1 day') as "yesterdaySameTime",
            (select count(*)::int from r where r.status = 'open') as open,
            (select count(*)::int from r where r.status = 'open' and r.promised_at < $1) as late,
            (select count(*)::int from due) as due,
            (select count(*)::int from due where answered_at <= promised_at) as "onTime",
            m.*
       from (select (avg(extract(epoch from r.answered_at - r.called_at)) filter (where r.answered_at >= t.month) / 3600)::float8 as hours,
                    (avg(extract(epoch from r.answered_at - r.called_at)) filter (where r.answered_at < t.month and r.answered_at >= t.before) / 3600)::float8 as "hoursBefore",
                    (count(*) filter (where r.answered_at < t.month and r.answered_at >= t.before))::int as "answersBefore"
               from r, t) m`,
    [now],
  );
  return rows[0]!;
}

export type Topic = {
  categoryCode: string;
  district: string | null;
  /** Of today, of the last hour, and of the seven days before that hour. */
  today: number;
  hour: number;
  week: number;
};

/** What callers speak of, by category and district. */
export async function topics(db: Db, now: Date): Promise<Topic[]> {
  const { rows } = await db.query<Topic>(
    `with t as (${months})
     select i.category_code as "categoryCode", a.name as district,
            (count(*) filter (where r.called_at >= t.day))::int as today,
            (count(*) filter (where r.called_at > $1::timestamptz - interval '1 hour'))::int as hour,
            (count(*) filter (where r.called_at <= $1::timestamptz - interval '1 hour'))::int as week
       from t, request r join incident i on i.id = r.incident_id left join area a on a.code = i.district_code
      where r.called_at > $1::timestamptz - interval '7 days 1 hour' and r.called_at <= $1 and r.status <> 'withdrawn'
        and in_scope(i.unit_code, i.district_code)
      group by 1, 2`,
    [now],
  );
  return rows;
}
