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

create table feed (
  one boolean primary key default true check (one),
  epoch text not null,
  head bigint not null,
  cursor_xid xid8 not null,
  cursor_seq bigint not null
);
insert into feed (epoch, head, cursor_xid, cursor_seq)
  select to_char(now(), 'YYYYMMDDHH24MISS') || '-' || substr(md5(random()::text), 1, 6), 0, '0'::xid8, 0;

create table frame (
  no bigint primary key,
  epoch text not null,
  at timestamptz not null,
  body jsonb not null
);

select make_partitions('history', (now() at time zone 'Asia/Shanghai')::date - 1, 16);
select make_partitions('version', (now() at time zone 'Asia/Shanghai')::date - 1, 16);
