import type { WarningMessage } from '#contracts/warning.ts';
import type { Db } from '#store/db.ts';

type Identity = Pick<WarningMessage, 'kind' | 'issuer' | 'number'>;

/**
 * The rows of these warnings, made where there are none, locked in order of their ids. Answers their ids in the order
 * of `named`.
 */
export async function lockWarnings(tx: Db, named: readonly Identity[], now: Date): Promise<number[]> {
  await tx.query(
    `insert into warning (kind, issuer, number, received_at)
     select distinct kind, issuer, number, $2::timestamptz from json_to_recordset($1) as n(kind text, issuer text, number text)
      order by 1, 2, 3
     on conflict do nothing`,
    [JSON.stringify(named), now],
  );
  const { rows } = await tx.query<{ id: number; ords: number[] }>(
    `with n as materialized (
       select id, array_agg((ord - 1)::int) as ords
         from json_array_elements($1) with ordinality as e(one, ord)
         join warning w on w.kind = one ->> 'kind' and w.issuer = one ->> 'issuer' and w.number = one ->> 'number'
        group by id)
     select w.id, n.ords from warning w join n using (id) order by w.id for update of w`,
    [JSON.stringify(named)],
  );
  const ids: number[] = [];
  for (const { id, ords } of rows) for (const ord of ords) ids[ord] = id;
  return ids;
}

export type NewMessage = { warningId: number; bodyHash: string; message: WarningMessage };

/** Stores messages; answers for each whether it is new, known, or the same key with another body. */
export async function addMessages(
  tx: Db,
  messages: readonly NewMessage[],
  now: Date,
): Promise<('new' | 'known' | 'conflict')[]> {
  const wire = messages.map(({ warningId, bodyHash, message }) => ({
    id: warningId,
    revision: message.revision,
    phase: message.phase,
    hash: bodyHash,
    body: message,
  }));
  const made = await tx.query<{ name: string }>(
    `insert into warning_message (warning_id, revision, phase, body_hash, body, received_at)
     select id, revision, phase, hash, body, $2
       from json_to_recordset($1) as m(id bigint, revision int, phase text, hash text, body jsonb)
     on conflict do nothing returning warning_id || ' ' || revision || ' ' || phase as name`,
    [JSON.stringify(wire), now],
  );
  const stored = await tx.query<{ name: string; hash: string }>(
    `select warning_id || ' ' || revision || ' ' || phase as name, body_hash as hash
       from warning_message where warning_id = any ($1)`,
    [messages.map((one) => one.warningId)],
  );
  const fresh = new Set(made.rows.map((row) => row.name));
  const hashes = new Map(stored.rows.map((row) => [row.name, row.hash]));
  return wire.map(({ id, revision, phase, hash }) => {
    const name = `${id} ${revision} ${phase}`;
    if (hashes.get(name) !== hash) return 'conflict';
    return fresh.delete(name) ? 'new' : 'known';
  });
}

/** Every message of these warnings. */
export async function messagesOf(tx: Db, ids: readonly number[]): Promise<Map<number, WarningMessage[]>> {
  const { rows } = await tx.query<{ id: number; body: WarningMessage }>(
    'select warning_id as id, body from warning_message where warning_id = any ($1)',
    [ids],
  );
  const all = new Map<number, WarningMessage[]>(ids.map((id) => [id, []]));
  for (const { id, body } of rows) all.get(id)!.push(body);
  return all;
}

export type NewState = WarningMessage & { id: number; firstIssuedAt: string; liftedAt: string | null };

const tell = `kept as (
    insert into version (on_day, at, entity, entity_id, version, body)
    select ($2::timestamptz at time zone 'Asia/Shanghai')::date, $2, 'warning', id, version, to_jsonb(w) - 'geom' from w)
  insert into change (entity, entity_id, version, at) select 'warning', id, version, $2::timestamptz from w`;

/**
 * Writes what holds now: version + 1, the row into `version`, one row into `change` (law 6, law 10). The area is the
 * polygon that was sent, else the districts as they are drawn today. A newer message asks for a new receipt.
 */
export async function saveStates(tx: Db, states: readonly NewState[], now: Date): Promise<void> {
  if (states.length === 0) return;
  await tx.query(
    `with w as (
       update warning w set version = w.version + 1, revision = s.revision, phase = s.phase, hazard = s.hazard,
         colour = s.colour, level = s.level, scale_code = s."scaleCode", government = s.government, title = s.title,
         body = s.text, area = s.area, issued_at = s."firstIssuedAt", updated_at = s."issuedAt",
         expires_at = s."expiresAt", lifted_at = s."liftedAt",
         geom = case when s.area ? 'polygon'
                     then st_multi(st_collectionextract(st_makevalid(st_geomfromgeojson(s.area -> 'polygon')), 3))
                     else (select st_multi(st_union(coalesce(a.outline, a.geom))) from area a
                            where a.code in (select jsonb_array_elements_text(s.area -> 'districts'))) end,
         signed_at = case when w.revision = s.revision and w.phase = s.phase then w.signed_at end,
         signed_by = case when w.revision = s.revision and w.phase = s.phase then w.signed_by end,
         signed_name = case when w.revision = s.revision and w.phase = s.phase then w.signed_name end
         from jsonb_to_recordset($1) as s(id bigint, revision int, phase text, hazard text, colour text, level text,
              "scaleCode" text, government text, title text, text text, area jsonb, "firstIssuedAt" timestamptz,
              "issuedAt" timestamptz, "expiresAt" timestamptz, "liftedAt" timestamptz)
        where w.id = s.id
       returning w.*), ${tell}`,
    [JSON.stringify(states), now],
  );
}

export type WarningRow = Omit<WarningMessage, 'issuedAt' | 'expiresAt'> & {
  id: number;
  version: number;
  stations: string[];
  issuedAt: Date;
  updatedAt: Date;
  expiresAt: Date | null;
  liftedAt: Date | null;
  receivedAt: Date;
  signedAt: Date | null;
  signedName: string | null;
};

/** Of a row `w` of warnings, as it is or as it was. */
export const columns = `w.id, w.version, w.kind, w.issuer, w.number, w.revision, w.phase, w.hazard, w.colour, w.level, w.government,
  w.scale_code as "scaleCode", w.title, w.body as text, w.area,
  array(select coalesce(s.name, one) from jsonb_array_elements_text(w.area -> 'stations') with ordinality as e(one, ord)
          left join sensor s on s.device_id = one order by ord) as stations,
  w.issued_at as "issuedAt", w.updated_at as "updatedAt", w.expires_at as "expiresAt", w.lifted_at as "liftedAt",
  w.received_at as "receivedAt", w.signed_at as "signedAt", w.signed_name as "signedName"`;

/** What stands now: neither lifted nor expired. `outline` is GeoJSON, to about 10 m. */
export async function standing(db: Db, now: Date): Promise<(WarningRow & { outline: unknown })[]> {
  const { rows } = await db.query<WarningRow & { outline: unknown }>(
    `select ${columns}, st_asgeojson(w.geom, 4)::json as outline from warning w
      where w.lifted_at is null and w.version > 0 and (w.expires_at is null or w.expires_at > $1)
      order by w.updated_at desc limit 200`,
    [now],
  );
  return rows;
}

export async function byId(db: Db, id: number): Promise<WarningRow | null> {
  const { rows } = await db.query<WarningRow>(
    `select ${columns} from warning w where w.id = $1 and w.version > 0`,
    [id],
  );
  return rows[0] ?? null;
}

/** Every message and every version of a warning, oldest first. */
export async function historyOf(db: Db, id: number) {
  const messages = await db.query<{
    revision: number;
    phase: WarningMessage['phase'];
    text: string;
    issuedAt: string;
    receivedAt: Date;
  }>(
    `select revision, phase, body ->> 'text' as text, body ->> 'issuedAt' as "issuedAt", received_at as "receivedAt"
       from warning_message where warning_id = $1 order by received_at, revision`,
    [id],
  );
  const versions = await db.query<{
    version: number;
    at: Date;
    phase: WarningMessage['phase'];
    signedName: string | null;
  }>(
    `select version, at, body ->> 'phase' as phase, body ->> 'signed_name' as "signedName"
       from version where entity = 'warning' and entity_id = $1 order by version`,
    [id],
  );
  return { messages: messages.rows, versions: versions.rows };
}

/** Holds one warning until the transaction ends. */
export async function lockOne(
  tx: Db,
  id: number,
): Promise<{ version: number; signedName: string | null; lifted: boolean } | null> {
  const { rows } = await tx.query<{ version: number; signedName: string | null; lifted: boolean }>(
    `select version, signed_name as "signedName", lifted_at is not null as lifted from warning
      where id = $1 and version > 0 for update`,
    [id],
  );
  return rows[0] ?? null;
}

/** 签收 by a named person: a version of its own. */
export async function sign(
  tx: Db,
  id: number,
  by: { username: string; name: string },
  now: Date,
): Promise<void> {
  await tx.query(
    `with w as (update warning set version = version + 1, signed_at = $2, signed_by = $3, signed_name = $4
                 where id = $1 returning *), ${tell}`,
    [id, now, by.username, by.name],
  );
}
