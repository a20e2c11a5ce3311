-- Up Migration
-- 队列: open matters in the order in which the desk works through them. It stands beside the incidents, for their next
-- instant changes with every clock, and in the incident itself each change would be a new entry in all its indexes.
create table queue_place (
  incident_id bigint primary key references incident on delete cascade,
  -- False while its danger is unconfirmed: those come first.
  calm boolean not null,
  severity smallint not null,
  -- 下一个到期: the running clock that ends first, whoever's it is.
  due_at timestamptz
) with (fillfactor = 70);
create index queue_order on queue_place (calm, severity, due_at, incident_id);

create function nearest_due(incident bigint) returns timestamptz language sql stable as $$
  select min(due_at) from deadline where incident_id = incident and stopped_at is null
$$;

create function keep_queue_place() returns trigger language plpgsql as $$
begin
  if not new.open then
    delete from queue_place where incident_id = new.id;
    return null;
  end if;
  insert into queue_place values (new.id, new.danger_event_id is null, new.severity, nearest_due(new.id))
  on conflict (incident_id) do update set calm = excluded.calm, severity = excluded.severity;
  return null;
end $$;
create trigger queue_place_made after insert on incident for each row when (new.open) execute function keep_queue_place();
create trigger queue_place_kept after update on incident for each row
  when (old.open <> new.open or old.severity <> new.severity
        or (old.danger_event_id is null) <> (new.danger_event_id is null))
  execute function keep_queue_place();

-- A new clock can only bring the instant nearer.
create function queue_clocks_added() returns trigger language plpgsql as $$
begin
  update queue_place q set due_at = least(q.due_at, a.due_at)
    from (select incident_id, min(due_at) as due_at from added where stopped_at is null group by incident_id) a
   where q.incident_id = a.incident_id and (q.due_at is null or a.due_at < q.due_at);
  return null;
end $$;
create trigger queue_clocks_added after insert on deadline referencing new table as added
  for each statement execute function queue_clocks_added();

-- One that stops, or goes over to another matter, has it counted anew; one that only fired does not.
create function queue_clocks_changed() returns trigger language plpgsql as $$
begin
  update queue_place q set due_at = n.due_at
    from (select c.id, nearest_due(c.id) as due_at
            from (select distinct unnest(array[o.incident_id, n.incident_id]) as id
                    from before o join after n on n.id = o.id
                   where o.stopped_at is distinct from n.stopped_at or o.due_at <> n.due_at
                      or o.incident_id is distinct from n.incident_id) c) n
   where q.incident_id = n.id and q.due_at is distinct from n.due_at;
  return null;
end $$;
create trigger queue_clocks_changed after update on deadline referencing old table as before new table as after
  for each statement execute function queue_clocks_changed();

insert into queue_place
select id, danger_event_id is null, severity, nearest_due(id) from incident where open;
