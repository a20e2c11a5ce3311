import type { Db } from '#store/db.ts';

export type RulingRow = { id: number; firstUnit: string; decidedAt: Date | null; unitCode: string | null };

const columns = 'id, first_unit as "firstUnit", decided_at as "decidedAt", unit_code as "unitCode"';

/** 裁定 of this round, asked for or decided; null when there is none. Lock the incident first. */
export async function ofRound(db: Db, incidentId: number, round: number): Promise<RulingRow | null> {
  const { rows } = await db.query<RulingRow>(
    `select ${columns} from ruling where incident_id = $1 and round = $2`,
    [incidentId, round],
  );
  return rows[0] ?? null;
}

export async function ask(
  tx: Db,
  asked: { incidentId: number; round: number; firstUnit: string },
  now: Date,
): Promise<void> {
  await tx.query(
    'insert into ruling (incident_id, round, asked_at, first_unit) values ($1, $2, $3, $4) on conflict do nothing',
    [asked.incidentId, asked.round, now, asked.firstUnit],
  );
}

export async function decide(
  tx: Db,
  id: number,
  ruled: { by: string; unitCode: string; basis: string; routeCode: string },
  now: Date,
): Promise<void> {
  await tx.query(
    'update ruling set decided_at = $2, decided_by = $3, unit_code = $4, basis = $5, route_code = $6 where id = $1',
    [id, now, ruled.by, ruled.unitCode, ruled.basis, ruled.routeCode],
  );
}

/** The unit that had this round's first host task: 首接单位. Sees every task only in the system's own scope. */
export async function firstReceiver(tx: Db, incidentId: number, round: number): Promise<string | null> {
  const { rows } = await tx.query<{ unit: string }>(
    `select coalesce(via[1], unit_code) as unit from task
      where incident_id = $1 and round = $2 and kind = 'handle' and part = 'host' order by id limit 1`,
    [incidentId, round],
  );
  return rows[0]?.unit ?? null;
}
