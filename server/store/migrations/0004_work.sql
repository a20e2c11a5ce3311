-- Up Migration
-- Incidents, links, requests, tasks, deadlines, deliveries.

-- 案件: one real-world matter. Current state only; every version is kept in `version`.
create table incident (
  id bigint generated always as identity primary key,
  no text not null unique,
  version integer not null default 1,
  round smallint not null default 1,
  status text not null check (status in (
    'received', 'verifying', 'to-file', 'to-dispatch', 'to-sign', 'handling', 'approval-pending', 'suspended',
    'to-review', 'inspecting', 'to-close', 'closed', 'follow-up', 'archived', 'rejected', 'handed-over', 'merged',
    'self-handled', 'answered')),
  open boolean generated always as (status not in (
    'closed', 'follow-up', 'archived', 'rejected', 'handed-over', 'merged', 'self-handled', 'answered')) stored,
  category_code text not null,
  family_code text not null,
  severity smallint not null check (severity between 1 and 4),
  title text not null,
  anchor geometry(Point, 4326),
  accuracy_m integer,
  reanchored boolean not null default false,
  net geometry(Polygon, 4326),
  -- Where a report belongs to it: half-size R, more when the anchor is vague.
  reach geometry(Polygon, 4326),
  address text,
  district_code text,
  town_code text,
  grid_code text,
  unit_code text,
  basis text,
  opened_at timestamptz not null,
  last_event_at timestamptz not null,
  due_at timestamptz,
  closed_at timestamptz,
  event_count integer not null default 0,
  sources jsonb not null default '{}',
  request_count integer not null default 0,
  answered_count integer not null default 0,
  -- The first fifty devices that reported it: the same one again speaks for the same problem.
  assets text[] not null default '{}',
  danger text[] not null default '{}',
  danger_event_id bigint,
  return_count smallint not null default 0,
  rework_count smallint not null default 0,
  auto boolean not null default true,
  wall text not null default 'point' check (wall in ('point', 'town', 'never')),
  parent_id bigint references incident,
  merged_into bigint references incident,
  recurrence_of bigint references incident,
  created_on date not null,
  -- The net under the locks (law 4): half-size 0.35 R, so overlap implies a distance below R.
  constraint one_problem_one_incident exclude using gist (family_code with =, net with &&) where (open and auto)
) with (fillfactor = 70);
alter table incident add check (status <> 'merged' or merged_into is not null);
create index incident_near on incident using gist (anchor);
-- Of the reach alone: with the family in front a look-up cost three times as much (0.16 against 0.05 ms, 2,600 open).
create index incident_open_reach on incident using gist (reach) where open;
create index incident_done_reach on incident using gist (reach) where not open;
create index incident_status on incident (status, id desc);
create index incident_unit on incident (unit_code, id desc);
create index incident_opened on incident (opened_at desc, id desc);
create index incident_title on incident using gin ((title || ' ' || coalesce(address, '') || ' ' || no) gin_trgm_ops);
create index incident_danger on incident (id) where danger <> '{}' and danger_event_id is not null;

-- Numbers run per city day: 2026-0612-0031.
create table incident_number (day date primary key, last integer not null);

create table link (
  event_id bigint primary key,
  accepted_on date not null,
  incident_id bigint not null references incident,
  linked_at timestamptz not null,
  category_code text not null,
  score real not null,
  parts jsonb not null default '{}',
  reasons text[] not null,
  weights_version text not null,
  decided_by text
);
create index on link (incident_id, event_id);

-- 诉求单: the promise to one person. Never merged (规矩 1).
create table request (
  id bigint generated always as identity primary key,
  event_id bigint not null,
  accepted_on date not null,
  platform text not null,
  ticket_no text not null,
  revision integer not null,
  incident_id bigint references incident,
  version integer not null default 1,
  round smallint not null default 1,
  status text not null default 'open' check (status in ('open', 'answered', 'settled', 'withdrawn')),
  kind text not null,
  confidential boolean not null default false,
  title text not null,
  body text not null,
  called_at timestamptz not null,
  promised_at timestamptz,
  urged smallint not null default 0,
  answer text,
  answered_at timestamptz,
  answered_by text,
  result text check (result in ('satisfied', 'basic', 'dissatisfied', 'unreached')),
  solved boolean,
  followed_at timestamptz,
  followed_by text,
  follow_note text,
  unique (platform, ticket_no)
);
create index on request (incident_id);
create index on request (status, promised_at);

-- 工单: one assignment of one incident to one unit.
create table task (
  id bigint generated always as identity primary key,
  incident_id bigint not null references incident,
  round smallint not null,
  kind text not null default 'handle' check (kind in ('handle', 'verify', 'inspect')),
  part text not null default 'host' check (part in ('host', 'co-host')),
  unit_code text not null,
  district_code text,
  status text not null default 'to-sign' check (status in ('to-sign', 'handling', 'reported', 'done', 'returned', 'recalled')),
  open boolean generated always as (status in ('to-sign', 'handling', 'reported')) stored,
  version integer not null default 1,
  assignee text,
  note text,
  created_at timestamptz not null,
  created_by text,
  due_at timestamptz,
  signed_at timestamptz,
  signed_by text,
  arrived_at timestamptz,
  reported_at timestamptz,
  reported_by text,
  report text,
  returned_at timestamptz,
  return_reason text,
  ended_at timestamptz
) with (fillfactor = 80);
create unique index one_open_host on task (incident_id) where open and kind = 'handle' and part = 'host';
create index on task (unit_code, open, id desc);
create index on task (incident_id);

-- 时限: a promise stored as an instant when it is made (law 8).
create table deadline (
  id bigint generated always as identity primary key,
  subject text not null check (subject in ('request', 'task', 'incident')),
  subject_id bigint not null,
  incident_id bigint references incident,
  kind text not null check (kind in ('promise', 'unit', 'stage')),
  stage text not null default '',
  seq smallint not null default 1,
  started_at timestamptz not null,
  due_at timestamptz not null,
  amount numeric not null,
  unit text not null,
  calendar_version text not null,
  limit_version text not null,
  flags text[] not null default '{}',
  stopped_at timestamptz,
  fired_at timestamptz,
  unique (subject, subject_id, kind, stage, seq)
);
create index deadline_due on deadline (due_at) where stopped_at is null and fired_at is null;
create index on deadline (incident_id);

-- One row for each deadline that passed while it was running.
create table escalation (
  deadline_id bigint primary key references deadline,
  incident_id bigint references incident,
  at timestamptz not null,
  late_seconds double precision not null,
  words text not null
);

-- 送达: what a department must receive; the relay and the recovery sweep are one loop (law 7).
create table delivery (
  id bigint generated always as identity primary key,
  task_id bigint references task,
  incident_id bigint references incident,
  step text not null,
  recipient text not null,
  channel text not null,
  state text not null default 'pending' check (state in ('pending', 'sending', 'sent', 'uncertain', 'dead', 'refused')),
  fence integer not null default 0,
  lease_until timestamptz,
  enqueued_at timestamptz,
  attempts smallint not null default 0,
  not_before timestamptz not null default '-infinity',
  last_error text,
  created_at timestamptz not null,
  sent_at timestamptz,
  body jsonb not null,
  unique (task_id, step, recipient, channel)
) with (fillfactor = 70);
create index delivery_due on delivery (not_before, id) where state in ('pending', 'sending');

-- Row scope: no context, no rows. '*' is the system itself and city-wide roles.
create function in_scope(unit text, district text) returns boolean language sql stable as $$
  select coalesce(current_setting('app.scope', true), '') = '*'
      or unit = any (string_to_array(current_setting('app.units', true), ','))
      or district = any (string_to_array(current_setting('app.districts', true), ','))
$$;
alter table task enable row level security;
alter table task force row level security;
create policy task_scope on task using (in_scope(unit_code, district_code));

create table inbox (
  id bigint generated always as identity primary key,
  delivery_id bigint not null unique references delivery,
  unit_code text not null,
  task_id bigint,
  incident_id bigint,
  step text not null,
  title text not null,
  ring boolean not null,
  created_at timestamptz not null,
  read_at timestamptz,
  read_by text
);
create index on inbox (unit_code, id desc);

-- A phone's action is stored once, however often it is sent.
create table action (
  id uuid primary key,
  actor text not null,
  at timestamptz not null,
  answer jsonb not null
);

create table photo (
  id uuid primary key,
  incident_id bigint references incident,
  task_id bigint references task,
  event_id bigint,
  stage text not null check (stage in ('report', 'before', 'after', 'scene')),
  state text not null default 'raw' check (state in ('raw', 'clean', 'bad')),
  bytes bytea not null,
  sha256 bytea not null,
  mime text not null,
  taken_at timestamptz,
  geom geometry(Point, 4326),
  uploaded_at timestamptz not null,
  uploaded_by text,
  note text
);
create index on photo (incident_id);
create index on photo (task_id);
create index on photo (event_id);
create index photo_raw on photo (uploaded_at) where state = 'raw';
