import { afterAll, beforeAll, expect, test } from 'vitest';
import { IncidentStatus } from '#contracts/incident.ts';
import { transitions } from '#domain/lifecycle.ts';
import { inTransaction } from '#store/db.ts';
import { freshPool } from '#test/support/people.ts';
import { addIncident } from '#test/support/rows.ts';

let city: Awaited<ReturnType<typeof freshPool>>;
beforeAll(async () => {
  city = await freshPool();
});
afterAll(() => city.close());

const spell = (pairs: readonly (readonly [string, string])[]) => pairs.map((pair) => pair.join(' → ')).toSorted(); // prettier-ignore

test('the database knows the very transitions of the table, no more and no fewer', async () => {
  const { rows } = await city.pool.query<{ from: string; to: string }>(
    'select from_status as "from", to_status as "to" from incident_transition',
  );
  expect(spell(rows.map(({ from, to }) => [from, to] as const))).toEqual(spell(transitions()));
});

test('an update by hand gets through exactly where the table lets it, and a refused one changes nothing', async () => {
  const allowed = new Set(spell(transitions()));
  const differences: string[] = [];
  for (const from of IncidentStatus.options)
    await inTransaction(city.pool, '*', async (tx) => {
      const id = await addIncident(tx, { status: from === 'merged' ? 'received' : from });
      if (from === 'merged') return;
      for (const to of IncidentStatus.options) {
        if (to === from || to === 'merged') continue;
        await tx.query('savepoint here');
        const through = await tx
          .query('update incident set status = $2 where id = $1', [id, to])
          .then(() => true, (error: Error) => !error.message.includes('cannot go from')); // prettier-ignore
        await tx.query('rollback to here');
        if (through !== allowed.has(`${from} → ${to}`)) differences.push(`${from} → ${to}`);
      }
    });
  expect(differences).toEqual([]);
});

test('the owner is held to it as well, and the program cannot widen it', async () => {
  const id = await addIncident(city.pool, { status: 'received' });
  await expect(city.asOwner(`update incident set status = 'closed' where id = ${id}`)).rejects.toThrow(
    /cannot go from received to closed/u,
  );
  await expect(
    city.pool.query("insert into incident_transition values ('received', 'closed')"),
  ).rejects.toThrow(/permission denied/u);
});
