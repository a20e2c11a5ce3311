import type pg from 'pg';
import { extraIncidents, splits } from '../checks/verdict.ts';
import { connect, withClients } from './control.ts';

const writers = 8;
const batch = 10;
const radiusM = 100;
export const groups = 300;

/** How a batch is begun, and how it takes the locks of its places; null: not at all. */
export type Way = {
  begin: 'begin' | 'begin isolation level repeatable read';
  lock: 'sorted' | 'unsorted' | null;
};

/** Places in metres on a plane: problems 300 m apart, each reported once by every writer, within 40 m. */
const placeOf = (group: number, writer: number): { x: number; y: number } => ({
  x: (group % 20) * 300 + Math.cos(writer) * 30,
  y: Math.floor(group / 20) * 300 + Math.sin(writer) * 30,
});

/** Looks for an incident near by, opens one when there is none. */
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

/** Every writer comes to the places of a batch from another side. */
const turned = (of: readonly number[], writer: number): number[] => [
  ...of.slice((writer * 3) % of.length),
  ...of.slice(0, (writer * 3) % of.length),
];

export type Outcome = { pairs: { group: number; incident: number }[]; deadlocks: number };

async function write(client: pg.Client, writer: number, { begin, lock }: Way): Promise<Outcome> {
  const outcome: Outcome = { pairs: [], deadlocks: 0 };
  for (let from = 0; from < groups; from += batch) {
    const places = Array.from({ length: batch }, (_, i) => from + i);
    try {
      await client.query(begin);
      for (const key of lock === null ? [] : lock === 'sorted' ? places : turned(places, writer))
        await client.query('select pg_advisory_xact_lock(4712, $1)', [key]);
      const pairs: Outcome['pairs'] = [];
      for (const group of places) pairs.push(await merge(client, group, writer));
      await client.query('commit');
      outcome.pairs.push(...pairs);
    } catch (error) {
      await client.query('rollback');
      if ((error as { code?: string }).code !== '40P01') throw error;
      outcome.deadlocks += 1;
    }
  }
  return outcome;
}

/** Eight mergers over the same places at once, in this way; what came of it. */
export async function toyMerge(
  databaseUrl: string,
  way: Way,
): Promise<{ doubled: number; deadlocks: number; batches: number }> {
  const client = await connect(databaseUrl);
  await client.query('create table c_incident (id int generated always as identity, x float8, y float8)');
  await client.query('create index on c_incident (x, y)');
  await client.end();
  const outcomes = await withClients(databaseUrl, writers, (clients) =>
    Promise.all(clients.map((one, writer) => write(one, writer, way))),
  );
  const { byGroup } = splits(outcomes.flatMap(({ pairs }) => pairs));
  return {
    doubled: extraIncidents(byGroup).length,
    deadlocks: outcomes.reduce((sum, one) => sum + one.deadlocks, 0),
    batches: (writers * groups) / batch,
  };
}
