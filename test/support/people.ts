import type { Actor, Role } from '#contracts/people.ts';
import { makePool } from '#store/db.ts';
import type { Db, Pool } from '#store/db.ts';
import { makeVault } from '#store/vault.ts';
import { testSecrets } from './chengyun.ts';
import { misplacedSql } from './queue.ts';
import { freshDatabase } from './stack.ts';
import { withClient } from './template.ts';

/** The vault with the keys that every test city has. */
export const testVault = makeVault({
  fieldKey: testSecrets.CHENGYUN_FIELD_KEY,
  macKey: testSecrets.CHENGYUN_MAC_KEY,
  indexKey: testSecrets.CHENGYUN_INDEX_KEY,
  cipher: 'sm4',
});

/** A database of its own with the program's pool on it; `asOwner` runs past the rights of the program. */
export async function freshPool(): Promise<{
  pool: Pool;
  url: string;
  asOwner: (sql: string) => Promise<void>;
  close: () => Promise<void>;
}> {
  const { url, close } = await freshDatabase();
  const pool = makePool(url, 6, 'test');
  return {
    pool,
    url,
    asOwner: async (sql) => void (await withClient(url, (client) => client.query(sql))),
    close: async () => {
      await pool.end();
      const { rows } = await withClient(url, (client) => client.query<{ value: number }>(misplacedSql));
      await close();
      if (rows.length > 0)
        throw new Error(
          `incidents at a false place in the queue: ${rows.map(({ value }) => value).join(', ')}`,
        );
    },
  };
}

export function actorOf(role: Role, place: { unitCode?: string; districtCode?: string } = {}): Actor {
  const { unitCode = null, districtCode = null } = place;
  return { username: `a-${role}`, name: role, roles: [role], unitCode, districtCode };
}

/** An incident with one request and, for each unit named, a task; returns their ids. */
export async function plantRequest(
  tx: Db,
  facts: {
    ticketNo: string;
    units: readonly string[];
    district?: string;
    confidential?: boolean;
    taskStatus?: string;
  },
): Promise<{ incidentId: number; requestId: number }> {
  const { ticketNo, units, district = '441202', confidential = false, taskStatus = 'handling' } = facts;
  const { rows } = await tx.query<{ id: number }>(
    `insert into incident (no, status, category_code, family_code, severity, title, opened_at, last_event_at, created_on)
     values ($1, 'handling', 'x', $1, 3, '路灯不亮', now(), now(), current_date) returning id`,
    [ticketNo],
  );
  const incidentId = rows[0]!.id;
  const request = await tx.query<{ id: number }>(
    `insert into request (event_id, accepted_on, platform, ticket_no, revision, incident_id, kind, confidential, title, body, called_at)
     values (1, current_date, 'zq12345', $1, 1, $2, 'help', $3, '路灯不亮', '路灯不亮', now()) returning id`,
    [ticketNo, incidentId, confidential],
  );
  for (const [i, unit] of units.entries()) {
    await tx.query(
      `insert into task (incident_id, round, part, unit_code, district_code, status, created_at)
       values ($1, 1, $2, $3, $4, $5, now())`,
      [incidentId, i === 0 ? 'host' : 'co-host', unit, district, taskStatus],
    );
  }
  return { incidentId, requestId: request.rows[0]!.id };
}
