-- Up Migration
-- 监测告警: what rules judge from readings. 系统研判，未发布: an alert is never a warning.

-- The most extreme value since the series went over its line.
alter table latest add column peak double precision;

create table alert (
  id bigint generated always as identity primary key,
  version integer not null default 1,
  -- The metric of a threshold, or the code of a trend rule.
  rule text not null,
  series_no integer not null references series,
  -- Whether the rule made an event of it as well.
  outcome text not null check (outcome in ('event', 'alert')),
  level smallint not null check (level between 1 and 4),
  state text not null default 'raised' check (state in ('raised', 'acknowledged', 'cleared')),
  -- Event time. `value` is that of `observed_at`, `peak` the most extreme one so far.
  raised_at timestamptz not null,
  observed_at timestamptz not null,
  cleared_at timestamptz,
  value double precision not null,
  peak double precision not null,
  words text not null,
  acknowledged_at timestamptz,
  acknowledged_by text,
  acknowledged_name text,
  -- One time over the line is one alert, however often its readings come.
  unique (rule, series_no, raised_at),
  check ((state = 'cleared') = (cleared_at is not null))
) with (fillfactor = 70);
create unique index alert_open on alert (series_no, rule) where state <> 'cleared';
create index alert_standing on alert (raised_at desc) where state <> 'cleared';
create index alert_raised on alert using brin (raised_at);
