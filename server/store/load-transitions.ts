import pg from 'pg';

/**
 * Writes which status of an incident may follow which, as the program's table says it; in one transaction, so that no
 * move meets an empty table. Needs the owner of the tables.
 */
export async function loadTransitions(
  databaseUrl: string,
  pairs: readonly (readonly [from: string, to: string])[],
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(
      `delete from incident_transition t
        where not exists (select from json_to_recordset($1::json) as r("from" text, "to" text)
                           where r."from" = t.from_status and r."to" = t.to_status)`,
      [asRows(pairs)],
    );
    await client.query(
      `insert into incident_transition select "from", "to" from json_to_recordset($1::json) as r("from" text, "to" text)
       on conflict do nothing`,
      [asRows(pairs)],
    );
    await client.query('commit');
  } finally {
    await client.end();
  }
}

const asRows = (pairs: readonly (readonly [string, string])[]): string =>
  JSON.stringify(pairs.map(([from, to]) => ({ from, to })));
