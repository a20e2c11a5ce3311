-- Up Migration
-- 误报治理: what a named person judged to be a false alarm of one device and one kind, and until when alarms of the same
-- device and kind are only counted. A row is never edited but for its end.
create table false_alarm (
  id bigint generated always as identity primary key,
  incident_id bigint not null references incident,
  source text not null check (source in ('camera', 'sensor')),
  asset_id text not null,
  -- The algorithm of a camera, the rule of a sensor.
  kind text not null,
  category_code text not null,
  reason text not null,
  note text not null default '',
  marked_at timestamptz not null,
  marked_by text not null,
  marked_name text not null,
  -- Alarms that were observed from `since` to before `quiet_until` are only counted; null: safety is never quieted.
  since timestamptz,
  quiet_until timestamptz,
  ended_at timestamptz,
  ended_by text,
  ended_name text,
  end_reason text,
  -- The judgement itself was wrong: it counts for nothing any more.
  withdrawn boolean not null default false,
  check ((since is null) = (quiet_until is null)),
  check ((ended_at is null) = (ended_by is null) and (ended_at is null) = (end_reason is null)),
  check (not withdrawn or ended_at is not null)
);
create index false_alarm_quiet on false_alarm (source, asset_id, kind, quiet_until)
  where ended_at is null and quiet_until is not null;
create index on false_alarm (incident_id);
revoke delete, truncate on false_alarm from chengyun_app;

-- 只计数: the mark under which an event was counted and not filed; it is linked to the incident that was marked.
alter table link add column quiet_id bigint references false_alarm;
create index link_quiet on link (quiet_id) where quiet_id is not null;
