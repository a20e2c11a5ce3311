import type { Db } from '#store/db.ts';
import { incidentColumns, inSight } from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';

export type SpecialCloseRow = {
  id: number;
  incidentId: number;
  askedAt: Date;
  askedBy: string;
  askedName: string;
  basis: string;
  photoIds: string[];
};

const columns = `s.id, s.incident_id as "incidentId", s.asked_at as "askedAt", s.asked_by as "askedBy",
  s.asked_name as "askedName", s.basis, s.photo_ids as "photoIds"`;

export type Asked = { incidentId: number; round: number; by: string; name: string; basis: string; photoIds: readonly string[] }; // prettier-ignore

export async function ask(tx: Db, asked: Asked, now: Date): Promise<void> {
  await tx.query(
    `insert into special_close (incident_id, round, asked_at, asked_by, asked_name, basis, photo_ids)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [asked.incidentId, asked.round, now, asked.by, asked.name, asked.basis, asked.photoIds],
  );
}

/** What waits for a second person about this incident; null when nothing does. Lock the incident first. */
export async function openOf(db: Db, incidentId: number): Promise<SpecialCloseRow | null> {
  const { rows } = await db.query<SpecialCloseRow>(
    `select ${columns} from special_close s where s.incident_id = $1 and s.decided_at is null`,
    [incidentId],
  );
  return rows[0] ?? null;
}

/** The database refuses a decision by the person who asked. */
export async function decide(
  tx: Db,
  id: number,
  decision: { by: string; name: string; approved: boolean; words: string },
  now: Date,
): Promise<void> {
  await tx.query(
    `update special_close set decided_at = $2, decided_by = $3, decided_name = $4, approved = $5, words = $6 where id = $1`,
    [id, now, decision.by, decision.name, decision.approved, decision.words],
  );
}

/** All that wait for a second person within the scope, the oldest first, each with its incident. */
export async function open(db: Db): Promise<{ asked: SpecialCloseRow; incident: IncidentRow }[]> {
  const { rows } = await db.query<SpecialCloseRow>(
    `select ${columns} from special_close s join incident i on i.id = s.incident_id
      where s.decided_at is null and ${inSight} order by s.asked_at limit 200`,
  );
  const { rows: incidents } = await db.query<IncidentRow>(
    `select ${incidentColumns} from incident i where i.id = any ($1)`,
    [rows.map(({ incidentId }) => incidentId)],
  );
  const byId = new Map(incidents.map((row) => [row.id, row]));
  return rows.flatMap((asked) => {
    const incident = byId.get(asked.incidentId);
    return incident ? [{ asked, incident }] : [];
  });
}
