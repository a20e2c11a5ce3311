-- Up Migration
-- History, versions, the change feed and the numbered frames.

-- 经过: every move of every incident, append only.
create table history (
  id bigint generated always as identity,
  on_day date not null,
  at timestamptz not null,
  incident_id bigint not null,
  version integer not null,
  round smallint not null,
  actor text not null,
  actor_name text not null,
  move text not null,
  from_status text,
  to_status text,
  reason text,
  words text not null,
  detail jsonb not null default '{}',
  primary key (on_day, id)
) partition by range (on_day);
create index on history (incident_id, id);

-- What was known then (law 10): the whole row of every version, for 90 days.
create table version (
  on_day date not null,
  at timestamptz not null,
  entity text not null,
  entity_id bigint not null,
  version integer not null,
  body jsonb not null,
  primary key (on_day, entity, entity_id, version)
) partition by range (on_day);

-- What screens must hear. Never read by a serial number: cursor (xid, seq) below the snapshot's xmin (law 6).
create table change (
  xid xid8 not null default pg_current_xact_id(),
  seq bigint generated always as identity,
  entity text not null,
  entity_id bigint not null,
  version integer not null,
  at timestamptz not null,
  primary key (xid, seq)
);

-- 机器时钟: leases, retries and buffers of the machinery. Never shown, and no promise is judged by it: that is city_now(),
-- which a test may stop and a simulation may speed up, while a network needs its ten seconds all the same.
create function steady_now() returns timestamptz language sql volatile as 'select clock_timestamp()';

-- `origin`: cluster and timeline that the numbers were given on; on another one (restore, promotion) they start anew.
-- `alive_at`: the publisher is at work and nothing has been held back for long. No beat without it (law 9).
create table feed (
  one boolean primary key default true check (one),
  epoch text not null,
  origin text not null default '',
  head bigint not null,
  cursor_xid xid8 not null,
  cursor_seq bigint not null,
  alive_at timestamptz not null default '-infinity'
) with (fillfactor = 10);
insert into feed (epoch, head, cursor_xid, cursor_seq)
  select to_char(now(), 'YYYYMMDDHH24MISS') || '-' || substr(md5(random()::text), 1, 6), 0, '0'::xid8, 0;

-- `body`: whole rows, each with what the row before it let people see; `readings` as contracts/live.ts describes them.
create table frame (
  no bigint primary key,
  epoch text not null,
  at timestamptz not null,
  body jsonb not null,
  readings bytea,
  made_at timestamptz not null default steady_now()
);
create index on frame (made_at);

-- What the feed has shown last of each open incident: from this a frame knows whom a row has left.
create table shown (
  incident_id bigint primary key,
  version integer not null,
  units text[] not null,
  district_code text,
  wall text not null
) with (fillfactor = 70);

-- The relay's first look: deliveries that no queue has seen.
create index delivery_new on delivery (id) where state = 'pending' and enqueued_at is null;

-- Lists that the picture does not hold: whoever asks, decides, answers or follows up, the pages fetch them again.
create function hear_list() returns trigger language plpgsql as $$
begin
  insert into change (entity, entity_id, version, at) values (tg_argv[0], 0, 0, city_now());
  return null;
end $$;
create trigger heard after update of reason on waiting for each statement execute function hear_list('waiting');
create trigger heard after insert or update of status, result on request
  for each statement execute function hear_list('request');

-- One row for each periodic job: whichever worker moves `started_at` runs it.
create table job_run (id text primary key, started_at timestamptz not null, finished_at timestamptz, error text);

-- What the sweeps found, for /metrics of every server.
create table gauge (name text primary key, value double precision not null, measured_at timestamptz not null);

select make_partitions('history', (now() at time zone 'Asia/Shanghai')::date - 1, 16);
select make_partitions('version', (now() at time zone 'Asia/Shanghai')::date - 1, 16);
