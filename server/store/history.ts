import type { Actor } from '#contracts/people.ts';
import type { HistoryRow, IncidentStatus } from '#contracts/incident.ts';
import type { Db } from '#store/db.ts';

export type NewHistory = {
  incidentId: number;
  version: number;
  round: number;
  move: string;
  from: IncidentStatus | null;
  to: IncidentStatus | null;
  reason: string | null;
  /** The sentence of the timeline. */
  words: string;
  detail: Record<string, unknown>;
};

/** 经过: appends moves; never edited, never deleted. */
export async function add(
  tx: Db,
  actor: Pick<Actor, 'username' | 'name'>,
  rows: readonly NewHistory[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query({
    name: 'history-add',
    text: `insert into history (on_day, at, incident_id, version, round, actor, actor_name, move, from_status, to_status, reason, words, detail)
     select ($2::timestamptz at time zone 'Asia/Shanghai')::date, $2, "incidentId", version, round, $3, $4, move, "from", "to", reason, words, detail
       from json_to_recordset($1::json) as r("incidentId" bigint, version int, round smallint, move text, "from" text, "to" text,
                                              reason text, words text, detail jsonb)`,
    values: [JSON.stringify(rows), now, actor.username, actor.name],
  });
}

/** The timeline of an incident, oldest first. */
export async function list(db: Db, incidentId: number): Promise<HistoryRow[]> {
  const { rows } = await db.query<HistoryRow>(
    `select id, at, round, version, actor, actor_name as "actorName", move, from_status as "fromStatus",
            to_status as "toStatus", reason, words,
            case when (detail->>'far')::boolean then (detail->>'metres')::float8 end as "farM"
       from history where incident_id = $1 order by at, id`,
    [incidentId],
  );
  return rows;
}

/** Who made one of these moves in a round, by account. */
export async function whoDid(
  tx: Db,
  incidentId: number,
  round: number,
  moves: readonly string[],
): Promise<string[]> {
  const { rows } = await tx.query<{ actor: string }>(
    'select distinct actor from history where incident_id = $1 and round = $2 and move = any ($3)',
    [incidentId, round, moves],
  );
  return rows.map(({ actor }) => actor);
}

/** The last move since a version that somebody who looked at that version must know of; null when only `quiet` moves came. */
export async function lastSince(
  tx: Db,
  incidentId: number,
  version: number,
  quiet: readonly string[],
): Promise<Pick<HistoryRow, 'at' | 'actorName' | 'words'> | null> {
  const { rows } = await tx.query<Pick<HistoryRow, 'at' | 'actorName' | 'words'>>(
    `select at, actor_name as "actorName", words from history
      where incident_id = $1 and version > $2 and move <> all ($3) order by id desc limit 1`,
    [incidentId, version, quiet],
  );
  return rows[0] ?? null;
}
