import type { CityFacts } from '#store/whole-city.ts';

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const list = (texts: readonly string[]): string => `array[${texts.map(literal).join(', ')}]::text[]`;

/** Roles and defaults that the dump leaves to whoever restores: they name no owner here. */
export const beforeRestore = `
do $$ begin
  if not exists (select from pg_roles where rolname = 'chengyun_app') then create role chengyun_app nologin; end if;
exception when duplicate_object or unique_violation then null;
end $$;
`;

/** Numbers that the outside world has seen since the copy are not given again: this far ahead they begin anew. */
const numbersAhead = 10_000_000;
const printedAhead = 1_000;
/** A receiver refuses a fence lower than one it has seen, and it may have seen some since the copy. */
const fencesAhead = 1_000;

/** Throws inside the restore's transaction, and so undoes it, unless every table has the rows of the copy. */
const compare = (counts: CityFacts['counts']): string => `
do $compare$ declare wanted record; found bigint; begin
  for wanted in select key, value::bigint as n from json_each_text(${literal(JSON.stringify(counts))}::json) loop
    execute format('select count(*) from public.%I', wanted.key) into found;
    if found <> wanted.n then raise exception 'restored % has % rows, the copy had %', wanted.key, found, wanted.n; end if;
  end loop;
end $compare$;`;

/**
 * Runs in the transaction of the restore itself, so that no process ever meets a city that is restored and not settled:
 *
 * - Rows are compared with the copy.
 * - No task is sent again. What the copy knew as sent stays sent. What it knew as unsent may have been sent after it:
 *   within the database nothing has (the inbox was copied with it), so that is delivered; outside it is `uncertain`, and
 *   a person decides with the receiver. Whatever is sent then has the old key and a higher fence.
 * - Numbers and printed numbers that were given after the copy are not given a second time: a receiver would take a new
 *   delivery with a used key for a repeat, and drop it.
 * - The live feed begins a new epoch, so that every screen takes a new picture.
 */
export const afterRestore = (
  facts: CityFacts,
  { id, file, bytes, inside }: { id: string; file: string; bytes: number; inside: readonly string[] },
): string => `
set search_path = public;
set row_security = on;
set app.scope = '*';
alter default privileges in schema public grant select, insert, update, delete on tables to chengyun_app;
alter default privileges in schema public grant usage on sequences to chengyun_app;
do $$ begin
  if not pg_has_role('chengyun_app', 'member') then execute format('grant chengyun_app to %I', current_user); end if;
end $$;
${compare(facts.counts)}
update delivery set state = 'uncertain', lease_until = null, enqueued_at = null,
       last_error = '从备份恢复：备份之后是否已送出不明，请与接收单位核对'
 where state in ('pending', 'sending') and channel <> all (${list(inside)});
update delivery set state = 'pending', lease_until = null, enqueued_at = null, not_before = '-infinity', fence = fence + ${fencesAhead}
 where state in ('pending', 'sending') and channel = any (${list(inside)});
update delivery set fence = fence + ${fencesAhead} where state in ('uncertain', 'dead', 'refused');
select setval(s, nextval(s) + ${numbersAhead}) from unnest(array['event_id_seq', pg_get_serial_sequence('incident', 'id'),
  pg_get_serial_sequence('request', 'id'), pg_get_serial_sequence('task', 'id'), pg_get_serial_sequence('delivery', 'id'),
  pg_get_serial_sequence('inbox', 'id')]::regclass[]) as s;
insert into incident_number (day, last)
  select day::date, ${printedAhead} from generate_series((${literal(facts.at)}::timestamptz at time zone 'Asia/Shanghai')::date,
    (city_now() at time zone 'Asia/Shanghai')::date, interval '1 day') as day
  on conflict (day) do update set last = incident_number.last + ${printedAhead};
update feed set epoch = to_char(steady_now(), 'YYYYMMDDHH24MISS') || '-' || substr(md5(random()::text), 1, 6),
       origin = 'restored', cursor_xid = '0', cursor_seq = 0, alive_at = '-infinity';
delete from job_run;
delete from gauge;
insert into backup (id, kind, at, file, bytes, seconds)
  values (${literal(`${id}/`)} || to_char(steady_now(), 'YYYYMMDDHH24MISS'), 'restore', steady_now(), ${literal(file)}, ${bytes}, 0);
`;
