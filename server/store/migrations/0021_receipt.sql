-- Up Migration
-- Readings and tracks are kept 30 days from their receipt: history that is brought in is not gone the next day.

-- What lies there counts from now. The default serves parts of an earlier version that still run.
alter table track add column received_at timestamptz not null default now();
alter table track alter column received_at set default city_now();

-- The archives are written in order of receipt.
create index on reading_archive using brin (received_at);
create index on track_archive using brin (received_at);

-- Drops the days before `before`; what of them was received after `received` moves into the archive.
create function expire_partitions(parent text, before date, received timestamptz) returns int language plpgsql
security definer set search_path = public as $$
declare dropped int := 0; child text;
begin
  for child in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = parent::regclass and c.relname ~ (parent || '_\d{8}$')
       and to_date(right(c.relname, 8), 'YYYYMMDD') < before
  loop
    execute format('alter table %I detach partition %I', parent, child);
    execute format('insert into %I select * from %I where received_at >= %L', parent, child, received);
    execute format('drop table %I', child);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;
