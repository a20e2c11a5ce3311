-- Up Migration
-- 督办: each clock of a unit knows the next rung of its ladder (50, 75, 90, 100, 150, 200 % of the limit) and when it
-- comes; from 100 % on the machine drafts a 督办单, which a named person signs.

alter table deadline add column rung smallint, add column rung_at timestamptz;
create index deadline_rung on deadline (rung_at) where stopped_at is null and rung_at is not null;
-- Clocks that run when this comes: nobody is reminded of what lies behind, what passes its time is drafted.
update deadline set rung = 100, rung_at = due_at
 where subject = 'task' and kind = 'unit' and stopped_at is null and due_at > city_now();

create table supervision (
  id bigint generated always as identity primary key,
  incident_id bigint not null references incident,
  task_id bigint not null references task,
  kind text not null default 'overdue' check (kind in ('overdue', 'leader', 'key')),
  level smallint not null check (level between 1 and 3),
  state text not null default 'draft' check (state in ('draft', 'sent', 'replied', 'released', 'dropped')),
  title text not null,
  body text not null,
  drafted_at timestamptz not null,
  signed_at timestamptz,
  signed_by text,
  signed_name text,
  reply text,
  replied_at timestamptz,
  replied_name text,
  -- Who discarded the draft, or released the matter, and why.
  ended_at timestamptz,
  ended_by text,
  ended_name text,
  end_note text
);
create unique index one_supervision_of_a_level on supervision (task_id, kind, level);
create index on supervision (incident_id);
create index supervision_drafts on supervision (id) where state = 'draft';
