import type pg from 'pg';
import { extraIncidents, splits } from '../checks/verdict.ts';
import { connect, withClients } from './control.ts';
import type { Control } from './control.ts';

const writers = 8;
const groups = 300;
const batch = 10;
const radiusM = 100;

/** Places in metres on a plane: problems 300 m apart, each reported once by every writer, within 40 m. */
const placeOf = (group: number, writer: number): { x: number; y: number } => ({
  x: (group % 20) * 300 + Math.cos(writer) * 30,
  y: Math.floor(group / 20) * 300 + Math.sin(writer) * 30,
});

/** Wrong on purpose: looks for an incident near by, opens one when there is none, and trusts that nobody else does. */
async function merge(
  client: pg.Client,
  group: number,
  writer: number,
): Promise<{ group: number; incident: number }> {
  const { x, y } = placeOf(group, writer);
  const near = await client.query<{ id: number }>(
    `select id from c_incident, (select $1::float8 as at_x, $2::float8 as at_y, $3::float8 as r) as here
      where x between at_x - r and at_x + r and y between at_y - r and at_y + r
        and sqrt((x - at_x) ^ 2 + (y - at_y) ^ 2) <= r order by id limit 1`,
    [x, y, radiusM],
  );
  if (near.rows[0]) return { group, incident: near.rows[0].id };
  const made = await client.query<{ id: number }>(
    'insert into c_incident (x, y) values ($1, $2) returning id',
    [x, y],
  );
  return { group, incident: made.rows[0]!.id };
}

async function write(client: pg.Client, writer: number): Promise<{ group: number; incident: number }[]> {
  const pairs: { group: number; incident: number }[] = [];
  for (let from = 0; from < groups; from += batch) {
    await client.query('begin');
    for (let group = from; group < from + batch; group += 1) pairs.push(await merge(client, group, writer));
    await client.query('commit');
  }
  return pairs;
}

/** Eight mergers without locks and without the net. */
export const control: Control = {
  name: 'merge without locks and net',
  run: async ({ databaseUrl }) => {
    const client = await connect(databaseUrl);
    await client.query('create table c_incident (id int generated always as identity, x float8, y float8)');
    await client.query('create index on c_incident (x, y)');
    await client.end();
    const pairs = await withClients(databaseUrl, writers, (clients) => Promise.all(clients.map(write)));
    const { byGroup } = splits(pairs.flat());
    return { count: extraIncidents(byGroup).length, of: groups, what: 'doubled' };
  },
};
