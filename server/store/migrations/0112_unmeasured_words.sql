-- Up Migration
-- Looking at a table for the planner (ANALYZE) computed the letter pairs of 30,000 texts each time, as long as all the
-- rest of it, and at 1,000 events a second others waited meanwhile. The planner has no use for them: a search by pairs
-- always goes by the index, which the price of search_grams sees to.
create function leave_pairs_unmeasured(indexed regclass) returns void language plpgsql as $$
declare pairs record;
begin
  for pairs in
    select a.attrelid::regclass as name, a.attnum
      from pg_index i join pg_attribute a on a.attrelid = i.indexrelid
     where i.indrelid = indexed and pg_get_indexdef(i.indexrelid) like '%search_grams(%'
  loop
    execute format('alter index %s alter column %s set statistics 0', pairs.name, pairs.attnum);
  end loop;
end $$;

select leave_pairs_unmeasured(c.oid) from pg_class c
 where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
   and exists (select from pg_index i where i.indrelid = c.oid and i.indexprs is not null);

-- A partition does not inherit it: as before, and each new one is told.
create or replace function make_partitions(parent text, first date, days int) returns int language plpgsql
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
      perform leave_pairs_unmeasured(child::regclass);
      made := made + 1;
    end if;
  end loop;
  return made;
end $$;
