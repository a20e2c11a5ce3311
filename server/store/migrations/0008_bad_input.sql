-- Up Migration
-- What bad input needs: pictures fetched from approved hosts only, clocks that run wrong, devices that stand still.

-- 抓拍地址白名单: a host name, an address, or a subnet in CIDR form. A name alone never opens a private address.
create table snapshot_host (
  host text primary key check (host = lower(host) and host !~ '\s' and host <> ''),
  added_by text not null,
  added_at timestamptz not null
);

-- 抓拍图: pictures that an alert only points to; one row for each, written with the alert itself.
create table snapshot_fetch (
  event_id bigint primary key,
  url text not null,
  state text not null default 'due' check (state in ('due', 'done', 'dead', 'refused')),
  tries smallint not null default 0,
  not_before timestamptz not null default '-infinity',
  note text,
  created_at timestamptz not null
);
create index snapshot_fetch_due on snapshot_fetch (not_before, event_id) where state = 'due';

-- 摄像时钟: a camera whose clock is a time zone off is known after three alerts that say so.
create table camera_clock (
  platform_id text not null,
  camera_id text not null,
  late_hours smallint not null,
  times smallint not null,
  seen_at timestamptz not null,
  primary key (platform_id, camera_id)
);

alter table camera add column installed_on date;

-- same_since: since when the value has not changed. seq, gaps: how often numbers were missing between two readings.
-- jumped: it went over its line by a step of a thousand (millimetres for metres?).
alter table latest add column same_since timestamptz;
alter table latest add column seq bigint;
alter table latest add column gaps integer not null default 0;
alter table latest add column jumped boolean not null default false;
-- That it stands still has been reported, until it moves again.
alter table latest add column still_told boolean not null default false;

create index quarantine_received on quarantine using brin (received_at);
