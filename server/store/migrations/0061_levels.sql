-- Up Migration
-- 多级派遣: a task goes down the levels as one task with one total; who passed it on still sees it.
alter table task add column via text[] not null default '{}';
create index task_via on task using gin (via) where via <> '{}';
drop policy task_scope on task;
create policy task_scope on task using (
  in_scope(unit_code, district_code) or via && string_to_array(current_setting('app.units', true), ','));

-- 每跳: who had it from when; the first is the unit that the centre sent.
create table task_hop (
  id bigint generated always as identity primary key,
  task_id bigint not null references task,
  seq smallint not null,
  kind text not null check (kind in ('pass-on', 'reassign', 'take-back', 'send-back', 'assign')),
  unit_code text not null,
  -- The person of that unit who is to do it, when one was named.
  assignee_name text,
  at timestamptz not null,
  by_name text not null,
  note text,
  signed_at timestamptz,
  signed_by text,
  unique (task_id, seq)
);
revoke delete, truncate on task_hop from chengyun_app;

-- 裁定: asked for by the second return; the first receiver works meanwhile.
create table ruling (
  id bigint generated always as identity primary key,
  incident_id bigint not null references incident,
  round smallint not null,
  asked_at timestamptz not null,
  first_unit text not null,
  decided_at timestamptz,
  decided_by text,
  unit_code text,
  basis text,
  route_code text,
  check ((decided_at is null) = (unit_code is null))
);
create unique index one_ruling_a_round on ruling (incident_id, round);
revoke delete, truncate on ruling from chengyun_app;
