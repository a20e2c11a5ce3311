-- Up Migration
-- 核实、核查: what the one who was sent found; one such errand at a time.
alter table task add column verdict text check (verdict in ('pass', 'fail', 'unable')),
  add constraint only_checks_have_a_verdict check (verdict is null or kind <> 'handle');
create unique index one_open_check on task (incident_id) where open and kind <> 'handle';

-- 特殊结案: asked for by one person with basis and attachment, approved by another; counted apart, never left out.
alter table incident add column special_closed boolean not null default false;
create table special_close (
  id bigint generated always as identity primary key,
  incident_id bigint not null references incident,
  round smallint not null,
  asked_at timestamptz not null,
  asked_by text not null,
  asked_name text not null,
  basis text not null,
  photo_ids uuid[] not null check (cardinality(photo_ids) > 0),
  decided_at timestamptz,
  decided_by text,
  decided_name text,
  approved boolean,
  words text,
  constraint two_persons check (decided_by is null or decided_by <> asked_by),
  check ((decided_at is null) = (decided_by is null) and (decided_at is null) = (approved is null))
);
create unique index one_open_special_close on special_close (incident_id) where decided_at is null;
revoke delete, truncate on special_close from chengyun_app;

-- 流转: which status may follow which. Written from the program's own table whenever a version is put in place; whoever
-- writes by hand is held to it too.
create table incident_transition (
  from_status text not null,
  to_status text not null,
  primary key (from_status, to_status)
);
revoke insert, update, delete, truncate on incident_transition from chengyun_app;
create function refuse_unknown_move() returns trigger language plpgsql as $$
begin
  if not exists (select from incident_transition where from_status = old.status and to_status = new.status) then
    raise exception 'incident % cannot go from % to %', new.no, old.status, new.status using errcode = 'check_violation';
  end if;
  return new;
end
$$;
create trigger incident_moves before update of status on incident
  for each row when (old.status is distinct from new.status) execute function refuse_unknown_move();
