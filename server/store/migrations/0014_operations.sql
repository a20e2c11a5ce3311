-- Up Migration
-- Operations: what every process says of itself, and when the city was last copied.

-- 进程: one row each, written every few seconds. `seen_at` tells the living from the dead; `loops` tells progress.
create table process (
  id text primary key,
  part text not null check (part in ('server', 'workers')),
  host text not null,
  pid integer not null,
  program text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  loops jsonb not null,
  disks jsonb not null,
  -- Figures of the process that any server adds to its /metrics: workers listen on no port.
  figures jsonb not null
) with (fillfactor = 50);

-- 备份与恢复: when, where to, how large.
create table backup (
  id text primary key,
  kind text not null check (kind in ('backup', 'restore')),
  at timestamptz not null,
  file text not null,
  bytes bigint not null,
  seconds double precision not null
);
create index on backup (kind, at desc);
revoke update, delete on backup from chengyun_app;
