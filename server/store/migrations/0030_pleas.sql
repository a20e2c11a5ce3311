-- Up Migration
-- 申请: a unit asks for more time (延期), for a pause (挂账), or that a lateness be not counted (申诉); a named person decides.

create table plea (
  id bigint generated always as identity primary key,
  incident_id bigint not null references incident,
  task_id bigint not null references task,
  kind text not null check (kind in ('extension', 'suspension', 'appeal')),
  state text not null default 'asked' check (state in ('asked', 'granted', 'refused', 'dropped')),
  reason text not null,
  -- Of an extension: how much, in the unit of the original limit.
  amount numeric,
  -- Of a suspension: the day of the city on which it ends by itself.
  until_day date,
  until_at timestamptz,
  asked_at timestamptz not null,
  asked_by text not null,
  asked_name text not null,
  decided_at timestamptz,
  decided_by text,
  decided_name text,
  decision text,
  -- Of a granted suspension: the clocks that it stopped, with what each had left; and when it ended.
  kept jsonb not null default '[]',
  ended_at timestamptz,
  ended_by text
);
create index on plea (incident_id);
create unique index one_plea_asked on plea (incident_id) where state = 'asked';
create unique index one_suspension on plea (incident_id) where kind = 'suspension' and state = 'granted';
create unique index one_appeal on plea (incident_id) where kind = 'appeal' and state <> 'dropped';
create index plea_asked on plea (asked_at) where state = 'asked';
create index suspension_ends on plea (until_at) where kind = 'suspension' and state = 'granted' and ended_at is null;

-- What earlier rows of the same clock had counted; the default serves parts of an earlier version that still run.
alter table deadline add column used_ms bigint not null default 0;

-- 免计超时: a granted appeal takes the matter out of the figures of lateness; that it was late stays.
alter table incident add column exempt_at timestamptz;
