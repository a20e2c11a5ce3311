-- Up Migration
-- Core: extensions, the application role, the city clock, day partitions, the doors.

create extension if not exists postgis;
create extension if not exists pg_trgm;
create extension if not exists btree_gist;

-- The application never owns a table: row level security binds it (law 12).
do $$ begin
  if not exists (select from pg_roles where rolname = 'chengyun_app') then
    create role chengyun_app nologin;
  end if;
exception when duplicate_object or unique_violation then null;
end $$;
-- An administrator may have made and granted it beforehand: then no right over roles is needed at all.
do $$ begin
  if not pg_has_role('chengyun_app', 'member') then
    execute format('grant chengyun_app to %I', current_user);
  end if;
end $$;
grant usage on schema public to chengyun_app;
alter default privileges in schema public grant select, insert, update, delete on tables to chengyun_app;
alter default privileges in schema public grant usage on sequences to chengyun_app;

-- 城市时钟: real time, except in databases marked demo, drill or test (law 14).
create table city_clock (
  one boolean primary key default true check (one),
  mark text not null default 'real' check (mark in ('real', 'demo', 'drill', 'test')),
  anchor_real timestamptz not null default clock_timestamp(),
  anchor_city timestamptz not null default clock_timestamp(),
  rate double precision not null default 1 check (rate >= 0),
  check (mark <> 'real' or rate = 1)
);
insert into city_clock default values;

create function city_now() returns timestamptz language sql volatile as $$
  select case when mark in ('real', 'demo') and rate = 1 and anchor_real = anchor_city then clock_timestamp()
              else anchor_city + (clock_timestamp() - anchor_real) * rate end
    from city_clock
$$;

-- Rows of a day live in a partition of that day: expiring is dropping, not deleting.
create function make_partitions(parent text, first date, days int) returns int language plpgsql
security definer set search_path = public set timezone = 'UTC' as $$
declare made int := 0; d date; child text;
begin
  for i in 0 .. days - 1 loop
    d := first + i;
    child := parent || to_char(d, '_YYYYMMDD');
    if to_regclass(child) is null then
      begin
        execute format('create table %I partition of %I for values from (%L) to (%L)', child, parent, d, d + 1);
      exception when check_violation then
        -- Rows of this day came before their partition did and lie in the archive: they move in.
        execute format('lock table %I', parent || '_archive');
        execute format('create table %I (like %I)', child, parent);
        execute format('with moved as (delete from %I where observed_at >= %L and observed_at < %L returning *)
                        insert into %I select * from moved', parent || '_archive', d, d + 1, child);
        execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, child, d, d + 1);
      end;
      made := made + 1;
    end if;
  end loop;
  return made;
end $$;

create function drop_partitions(parent text, before date) returns int language plpgsql
security definer set search_path = public as $$
declare dropped int := 0; child text;
begin
  for child in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = parent::regclass and c.relname ~ (parent || '_\d{8}$')
       and to_date(right(c.relname, 8), 'YYYYMMDD') < before
  loop
    execute format('drop table %I', child);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;

-- 来件: immutable, one row per accepted item; the raw item is sealed when it may hold personal data.
create sequence event_id_seq;
create table event (
  id bigint not null,
  accepted_on date not null,
  accepted_at timestamptz not null,
  source text not null,
  key text not null,
  observed_at timestamptz not null,
  category_code text,
  body text not null default '',
  address text,
  geom geometry(Point, 4326),
  accuracy_m integer,
  asset_id text,
  confidence real,
  phase text check (phase in ('start', 'end')),
  severity smallint,
  history boolean not null default false,
  flags text[] not null default '{}',
  detail jsonb not null default '{}',
  sealed bytea,
  primary key (accepted_on, id)
) partition by range (accepted_on);
create index on event (id);
create index on event using gin (body gin_trgm_ops);

-- The key ledger stands outside the time partitions: the same report twice is one report (law 2).
create table ingest_key (
  source text not null,
  key_hash bytea not null,
  body_hash bytea not null,
  event_id bigint not null,
  accepted_on date not null,
  primary key (source, key_hash)
) partition by hash (source, key_hash);
do $$ begin
  for i in 0 .. 7 loop
    execute format('create table ingest_key_%s partition of ingest_key for values with (modulus 8, remainder %s)', i, i);
  end loop;
end $$;

-- Accepted, not yet linked: new, or waiting for a person's judgement (law 3).
create table waiting (
  event_id bigint primary key,
  accepted_on date not null,
  reason text not null default 'new' check (reason in ('new', 'ask')),
  tries smallint not null default 0,
  not_before timestamptz not null default '-infinity',
  judged jsonb,
  since timestamptz not null
) with (fillfactor = 70);
create index waiting_new on waiting (event_id) where reason = 'new';
create index waiting_ask on waiting (since) where reason = 'ask';

-- 隔离区: what a door refused or the merge could not digest, with its reason, replayable.
create table quarantine (
  id bigint generated always as identity primary key,
  source text not null,
  key text,
  event_id bigint,
  device_id text,
  code text not null,
  message text not null,
  sealed bytea not null,
  received_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'replayed', 'dropped')),
  decided_at timestamptz,
  decided_by text,
  note text
);
create index on quarantine (state, id desc);
create index on quarantine (device_id) where state = 'open';
create index on quarantine (event_id) where event_id is not null;

select make_partitions('event', (now() at time zone 'Asia/Shanghai')::date - 1, 16);
