import { withClient } from '#test/support/template.ts';
import { reportAt } from './groups.ts';

/**
 * The baseline of the whole path: one connection, a PL/pgSQL loop that commits every hundred: nearest open incident within
 * R, or insert. No locks, no history, no task, no door; the indexes of the program's own table.
 */
export const bareTables = `
  create table bare_incident (like incident including all);
  insert into bare_incident (no, status, category_code, family_code, severity, title, anchor, accuracy_m, net, reach,
                             opened_at, last_event_at, event_count, sources, created_on)
    select no, status, category_code, family_code, severity, title, anchor, accuracy_m, net, reach, opened_at,
           last_event_at, event_count, sources, created_on
      from incident;
  create table bare_event (id bigint primary key, family text not null, geom geometry(Point, 4326) not null, at timestamptz not null);
  create table bare_link (event_id bigint primary key, incident_id bigint not null);
  create index on bare_link (incident_id, event_id);
  create procedure bare_merge(first bigint, past bigint) language plpgsql as $$
  declare e record; found_id bigint; upto bigint := first;
  begin
    while upto < past loop
      for e in select * from bare_event where id >= upto and id < upto + 100 order by id loop
        select n.id into found_id from bare_incident n
         where n.open and n.family_code = e.family and n.reach && e.geom
           and st_distancesphere(n.anchor, e.geom) <= 100
         order by st_distancesphere(n.anchor, e.geom), n.id limit 1;
        if found_id is null then
          insert into bare_incident (no, status, category_code, family_code, severity, title, anchor, accuracy_m, net, reach,
                                     opened_at, last_event_at, event_count, created_on)
          values (e.id::text, 'received', 'road-flooding', e.family, 3, '积水', e.geom, 50, st_expand(e.geom, 0.0003),
                  st_expand(e.geom, 0.0009), e.at, e.at, 1, current_date)
          returning id into found_id;
        end if;
        insert into bare_link values (e.id, found_id);
      end loop;
      commit;
      upto := upto + 100;
    end loop;
  end $$`;

/** Puts reports before the loop, not timed; then events a second of the loop over all of them. */
export async function runBareLoop(databaseUrl: string, first: number, count: number): Promise<number> {
  const reports = Array.from({ length: count }, (_, i) => reportAt(first + i));
  return withClient(databaseUrl, async (client) => {
    await client.query(
      `insert into bare_event (id, family, geom, at)
       select id, family, st_setsrid(st_makepoint(lng, lat), 4326), now()
         from unnest($1::bigint[], $2::text[], $3::float8[], $4::float8[]) as r(id, family, lng, lat)`,
      [
        reports.map((_, i) => first + i),
        reports.map((one) => one.family),
        reports.map((one) => one.lng),
        reports.map((one) => one.lat),
      ],
    );
    await client.query('analyze bare_event; analyze bare_incident; set jit = off');
    const began = performance.now();
    await client.query(`call bare_merge(${first}, ${first + count})`);
    return count / ((performance.now() - began) / 1000);
  });
}
