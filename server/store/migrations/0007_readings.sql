-- Up Migration
-- Registries, readings, the latest state of every series.

create table sensor (
  device_id text primary key,
  name text not null,
  kind text not null,
  geom geometry(Point, 4326) not null,
  district_code text,
  department_code text,
  group_code text not null default '',
  metrics text[] not null default '{}',
  registered_at timestamptz not null,
  updated_at timestamptz not null
);
create index on sensor using gist (geom);

create table camera (
  camera_id text primary key,
  name text not null,
  kind text not null,
  geom geometry(Point, 4326) not null,
  district_code text,
  department_code text,
  masked boolean not null default false,
  registered_at timestamptz not null,
  updated_at timestamptz not null
);
create index on camera using gist (geom);

-- One device and one metric: the dense number that frames and arrays use.
create table series (
  no integer generated always as identity primary key,
  device_id text not null references sensor,
  metric text not null,
  unique (device_id, metric)
);

create table reading (
  series_no integer not null,
  observed_at timestamptz not null,
  seq bigint not null default -1,
  value double precision not null,
  received_at timestamptz not null,
  -- Null in nearly every row: 'clock-ahead' (time of receipt taken) or 'unit-doubt' (a thousand times the usual).
  flag text,
  primary key (series_no, observed_at, seq)
) partition by range (observed_at);
-- Older than the day partitions: one archive partition.
create table reading_archive partition of reading default;

create table latest (
  series_no integer primary key,
  observed_at timestamptz not null,
  value double precision not null,
  received_at timestamptz not null,
  over_since timestamptz,
  raised_at timestamptz
) with (fillfactor = 50);

-- 移动目标: newest position of each vessel and vehicle; tracks are readings of another kind.
create table mover (
  kind text not null check (kind in ('vessel', 'vehicle')),
  id text not null,
  observed_at timestamptz not null,
  geom geometry(Point, 4326) not null,
  speed_kmh real,
  course_deg real,
  class text,
  detail jsonb not null default '{}',
  primary key (kind, id)
) with (fillfactor = 50);
create table track (
  kind text not null,
  id text not null,
  observed_at timestamptz not null,
  lng double precision not null,
  lat double precision not null,
  speed_kmh real,
  course_deg real,
  primary key (kind, id, observed_at)
) partition by range (observed_at);
create table track_archive partition of track default;

-- How fresh every source is: one row per source, touched by each accepted request.
create table source_state (
  source text primary key,
  last_at timestamptz not null,
  accepted bigint not null default 0,
  duplicates bigint not null default 0,
  quarantined bigint not null default 0
);

select make_partitions('reading', (now() at time zone 'Asia/Shanghai')::date - 8, 23);
select make_partitions('track', (now() at time zone 'Asia/Shanghai')::date - 8, 23);
