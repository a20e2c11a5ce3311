-- Up Migration
-- Search: words are found by pairs of neighbouring characters, for most Chinese words have two and trigrams need three.

-- The pairs of a text, each once, in lower case; the dear price keeps the planner from computing them row by row.
create function search_grams(words text) returns text[] language sql immutable strict parallel safe cost 1000 as $$
  select coalesce(array_agg(distinct (a || b) collate "C"), '{}')
    from (select c as a, lead(c) over (order by n) as b
            from unnest(string_to_array(lower(words), null)) with ordinality as u(c, n)) as pair
   where b is not null and a <> ' ' and b <> ' '
$$;

-- What the trigrams were for: they served no search of two characters, and cost as much with every row.
drop index incident_title;
drop index event_body_idx;
create index incident_words on incident using gin (search_grams(title || ' ' || coalesce(address, '') || ' ' || no));
create index incident_category on incident (category_code, id desc);
create index event_words on event using gin (search_grams(body));
-- Keys are plain letters, which trigrams serve at a fifth of the price.
create index event_key on event using gin (key gin_trgm_ops);
create index request_words on request using gin (search_grams(ticket_no || ' ' || coalesce(answer, ''))) with (fastupdate = off);

-- Row level security lets no index of the task itself serve a search: the pairs of reports stand beside it, without any
-- text, and what they lead to is read through the task's own policy.
create table report_grams (
  task_id bigint primary key references task on delete cascade,
  grams text[] not null
);
-- Few rows, each searched at once: no list of pending ones to be read through.
create index on report_grams using gin (grams) with (fastupdate = off);
create function keep_report_grams() returns trigger language plpgsql as $$
begin
  insert into report_grams values (new.id, search_grams(new.report))
  on conflict (task_id) do update set grams = excluded.grams;
  return null;
end $$;
create trigger keep_report_grams after insert or update of report on task
  for each row when (new.report is not null) execute function keep_report_grams();
select set_config('app.scope', '*', true);
insert into report_grams select id, search_grams(report) from task where report is not null;

-- An exact name finds its caller without being read, as a number does; a job fills it for the callers of before.
alter table person add column name_index bytea;
create index on person (name_index) where name_index is not null;
create index person_unnamed on person (request_id) where name_sealed is not null and name_index is null;
