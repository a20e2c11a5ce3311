/** How many incidents stand in the city before the first report: open, and closed within the year. */
export type Stock = { open: number; closed: number };

/** The first four are kinds that the located reports might join: they stand clear of those reports' places. */
const kinds = [
  ['flooding', 'road-flooding'],
  ['manhole', 'manhole-missing'],
  ['drain-blocked', 'drain-blocked'],
  ['sewage-overflow', 'sewage-overflow'],
  ['street-light', 'street-light'],
  ['road-damage', 'road-damage'],
  ['garbage', 'garbage'],
  ['street-order', 'street-vendor'],
  ['parking', 'illegal-parking'],
  ['pole-cable', 'pole-cable'],
  ['greening', 'greening'],
  ['illegal-building', 'illegal-building'],
] as const;
const kindred = 4;
const list = (of: readonly string[]): string => `('{${of.join(',')}}'::text[])`;
/** Days of the year behind: the day partitions that a city of this age has. */
const days = 365;
/** Of the reports' places (`groups.ts`); degrees. */
const [west, south] = [111.21, 22.61];

/**
 * Where incidents may stand: in a square of 4 km around each township every 200 m, elsewhere one in each square
 * kilometre. `clear` spots, which come first, lie farther from the reports' places than two vague reports reach.
 */
const spots = `
  create temp table spot as
  with town as (select parent_code as district, code, round(st_x(centre) / 0.002)::int as x, round(st_y(centre) / 0.002)::int as y
                  from area where kind = 'town'),
  dense as (select distinct on (tx, ty) tx as x, ty as y, district, code from town,
                   generate_series(x - 10, x + 10) as tx, generate_series(y - 10, y + 10) as ty order by tx, ty, code),
  wide as (select x, y, t.district, t.code from generate_series(0, 187) as col, generate_series(0, 192) as line,
                  lateral (select round((${west} + 0.005 + col * 0.01) / 0.002)::int, round((${south} + 0.005 + line * 0.01) / 0.002)::int) as at(x, y),
                  lateral (select district, code from town order by (town.x - at.x) ^ 2 + (town.y - at.y) ^ 2 limit 1) as t
            where not exists (select from town where abs(town.x - at.x) <= 12 and abs(town.y - at.y) <= 12)),
  placed as (select x * 0.002 as lng, y * 0.002 as lat, district, code from (table dense union all table wide) as found),
  far as (select *, ((u - round(u)) * 1020) ^ 2 + ((v - round(v)) * 1112) ^ 2 > 540 ^ 2 as clear
            from placed, lateral (select (lng - ${west}) / 0.01, (lat - ${south}) / 0.01) as of_places(u, v))
  select row_number() over (order by clear desc, hashtext(lng || ' ' || lat)) - 1 as k, lng, lat, district, code as town, clear from far;
  create unique index on spot (k);
  analyze spot`;

/** A share of one that looks random and is the same in every run. */
const chances = `
  create function pg_temp.chance(n bigint, salt bigint) returns float8 language sql immutable as
    $$ select (hashint8extended(n, salt) & 1048575) / 1048576.0 $$`;

/**
 * Each kind stands at most once at a spot while it is open (the net); the last report of each is seven hours old, so that
 * words which may mean another kind do not join it. Half of the open ones are younger than two weeks.
 */
const incidents = ({ open, closed }: Stock): string => `
  create temp table stock as
  select n, n >= ${open} as done, ${list(kinds.map(([family]) => family))} [kind + 1] as family, ${list(kinds.map(([, category]) => category))} [kind + 1] as category,
         n % 5 = 4 as spoken, case when n % 5 = 4 then 150 else 50 end as accuracy, s.district, s.town, opened,
         case when n >= ${open} then opened + (least(ago - 8, 4 + 160 * pg_temp.chance(n, 2)) * interval '1 hour') end as closed,
         opened + (case when n >= ${open} then least(ago - 8, 2) else (ago - 7) * 0.3 end * pg_temp.chance(n, 3) * interval '1 hour') as last,
         st_setsrid(st_makepoint(s.lng + (pg_temp.chance(n, 4) - 0.5) * 0.0004, s.lat + (pg_temp.chance(n, 5) - 0.5) * 0.0004), 4326) as at
    from generate_series(0, ${open + closed - 1}) as n
   cross join (select count(*) as spots, count(*) filter (where clear) as clear_spots from spot) as counted
   cross join lateral (select n % ${kinds.length} as kind) as one
    join spot s on s.k = (n / ${kinds.length} * 7919::bigint + kind * 1013) % case when n < ${open} and kind < ${kindred} then clear_spots else spots end
   cross join lateral (select case when n >= ${open} then 40 + ${days * 24 - 100} * pg_temp.chance(n, 1) else 7 + 1433 * pg_temp.chance(n, 1) ^ 2 end as ago) as age
   cross join lateral (select now() - ago * interval '1 hour' as opened) as begun;
  insert into incident (no, status, category_code, family_code, severity, title, anchor, accuracy_m, net, reach, address, district_code,
                        town_code, unit_code, opened_at, last_event_at, due_at, closed_at, event_count, sources, request_count, created_on)
  select 'old-' || n, case when not done then (array['handling', 'to-sign', 'received', 'to-review']) [1 + n % 4]
                           else (array['archived', 'archived', 'archived', 'closed', 'follow-up']) [1 + n % 5] end,
         category, family, 3, '第 ' || n || ' 号', at, accuracy, st_expand(at, 0.0003), st_expand(at, 0.0009 + case when spoken then 0.0014 else 0 end),
         n % 4999 || ' 号路口', district, town, 'zq-zhujian', opened, last, opened + interval '3 days', closed, 1,
         case when spoken then '{"hotline": 1}'::jsonb else '{"camera": 1}' end, case when spoken then 1 else 0 end,
         (opened at time zone 'Asia/Shanghai')::date
    from stock order by opened;
  alter table stock add id bigint, add event bigint;
  update stock set id = i.id, event = i.event
    from (select id, nextval('event_id_seq') as event, substr(no, 5)::int as n from (select id, no from incident order by id) as i) as i where i.n = stock.n;
  analyze stock`;

/** What hangs on them: an event each and its link, task with clock and delivery, a line of history, each fifth a request and its caller. */
const work = `
  insert into event (id, accepted_on, accepted_at, source, key, observed_at, category_code, body, geom, accuracy_m)
  select event, (opened at time zone 'Asia/Shanghai')::date, opened, case when spoken then 'hotline' else 'camera' end, 'old/' || n, opened,
         category, n % 4999 || ' 号路口有情况', at, accuracy from stock order by event;
  insert into link (event_id, accepted_on, incident_id, linked_at, category_code, score, reasons, weights_version)
  select event, (opened at time zone 'Asia/Shanghai')::date, id, opened, category, 1, '{}', '2026.1' from stock order by event;
  insert into request (event_id, accepted_on, platform, ticket_no, revision, incident_id, status, kind, title, body, called_at, promised_at)
  select event, (opened at time zone 'Asia/Shanghai')::date, 'raw', 'old-' || n, 1, id, case when done then 'settled' else 'open' end, 'report',
         '第 ' || n || ' 号', '路口有情况', opened, opened + interval '70 days' from stock where spoken order by event;
  insert into person (request_id, key, phone_index, erase_after)
  select id, 'raw/' || ticket_no, sha256(convert_to('caller ' || id / 3, 'utf8')), called_at::date + 1000 from request order by id;
  insert into task (incident_id, round, unit_code, district_code, status, created_at, due_at, ended_at)
  select id, 1, 'zq-zhujian', district, case when done then 'done' else 'handling' end, opened, opened + interval '70 days', closed from stock order by id;
  insert into deadline (subject, subject_id, incident_id, kind, started_at, due_at, amount, unit, calendar_version, limit_version, stopped_at)
  select 'task', t.id, t.incident_id, 'unit', t.created_at, t.due_at, 70, 'day', '2026.1', '2026.1', t.ended_at from task t order by t.id;
  insert into delivery (task_id, incident_id, step, recipient, channel, state, enqueued_at, created_at, sent_at, body)
  select id, incident_id, 'dispatch', unit_code, 'inbox', 'sent', created_at, created_at, created_at, '{}' from task order by id;
  insert into history (on_day, at, incident_id, version, round, actor, actor_name, move, to_status, words)
  select (opened at time zone 'Asia/Shanghai')::date, opened, id, 1, 1, 'system', '系统', 'open', 'received', '立案' from stock order by id`;

const filled = ['incident', 'link', 'request', 'person', 'task', 'deadline', 'delivery'];
/** Built at the end, an index costs a third. */
const withoutIndexes = `
  create temp table put_off as
  select x.indexrelid::regclass::text as name, x.indrelid::regclass::text as of_table, pg_get_indexdef(x.indexrelid) as def from pg_index x
   where x.indrelid = any (${list(filled)}::regclass[]) and not x.indisunique and not x.indisexclusion;
  do $$ declare one record; begin for one in table put_off loop execute 'drop index ' || one.name; end loop; end $$`;
/** Also on the baseline's table, which has what the program's has. */
const withIndexes = `
  do $$ declare one record; begin
    for one in table put_off loop
      execute one.def;
      if one.of_table = 'incident' then
        execute regexp_replace(one.def, 'INDEX \\S+ ON public.incident ', 'INDEX ON public.bare_incident ');
      end if;
    end loop; end $$`;

/** SQL, for the owner: the stock in the city, over its towns and land, over a year of days, and `besides` it. */
export const stockOf = (stock: Stock, besides: string): string =>
  [
    "set local app.scope = '*'; set local work_mem = '128MB'; set local maintenance_work_mem = '512MB'; set local timezone = 'UTC'",
    `select make_partitions(parent, (now() at time zone 'Asia/Shanghai')::date - ${days + 1}, ${days}) from unnest(array['event', 'history']) as parent`,
    chances,
    spots,
    withoutIndexes,
    incidents(stock),
    work,
    besides,
    withIndexes,
    'drop table stock; drop table spot; drop table put_off',
  ].join(';\n');
