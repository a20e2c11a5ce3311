import type { Db } from '#store/db.ts';

export type PhotoStage = 'report' | 'before' | 'after' | 'scene';
export type PhotoState = 'raw' | 'clean' | 'bad';

export type NewPhoto = {
  id: string;
  taskId: number | null;
  incidentId: number | null;
  stage: PhotoStage;
  bytes: Buffer;
  /** Of the bytes as they came: the same photo sent twice is one photo. */
  sha256: Buffer;
  mime: string;
  takenAt: Date | null;
  /** WGS 84 degrees. */
  lng: number | null;
  lat: number | null;
  uploadedBy: string;
};

/**
 * Stores a photo as it came. Answers its state when the same person sent the same bytes under this id before,
 * and null when the id belongs to something else.
 */
export async function addRaw(tx: Db, photo: NewPhoto, now: Date): Promise<PhotoState | null> {
  const { rowCount } = await tx.query(
    `insert into photo (id, task_id, incident_id, stage, bytes, sha256, mime, taken_at, geom, uploaded_at, uploaded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8,
             case when $9::float8 is null then null else st_setsrid(st_point($9, $10), 4326) end, $11, $12)
     on conflict (id) do nothing`,
    [
      photo.id,
      photo.taskId,
      photo.incidentId,
      photo.stage,
      photo.bytes,
      photo.sha256,
      photo.mime,
      photo.takenAt,
      photo.lng,
      photo.lat,
      now,
      photo.uploadedBy,
    ],
  );
  if (rowCount === 1) return 'raw';
  const { rows } = await tx.query<{ state: PhotoState }>(
    'select state from photo where id = $1 and sha256 = $2 and uploaded_by = $3',
    [photo.id, photo.sha256, photo.uploadedBy],
  );
  return rows[0]?.state ?? null;
}

/** The incident of a task that the scope lets through; null for any other. */
export async function incidentOfTask(db: Db, taskId: number): Promise<number | null> {
  const { rows } = await db.query<{ incidentId: number }>(
    'select incident_id as "incidentId" from task where id = $1',
    [taskId],
  );
  return rows[0]?.incidentId ?? null;
}

/** How many photos a task has, or, without a task, how many of this person's no report has named yet. */
export async function countOf(db: Db, taskId: number | null, uploadedBy: string): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `select count(*)::int as n from photo
      where case when $1::bigint is null then task_id is null and event_id is null and uploaded_by = $2
                 else task_id = $1 end`,
    [taskId, uploadedBy],
  );
  return rows[0]!.n;
}

export type StoredPhoto = { id: string; state: PhotoState; mime: string; bytes: Buffer | null };

/**
 * A photo that the scope lets through: of a task of the scope, of an incident that may be read, of an event that
 * waits for the centre's judgement, or one's own. Bytes only when it has been cleaned.
 */
export async function byId(db: Db, id: string, viewer: string): Promise<StoredPhoto | null> {
  const { rows } = await db.query<StoredPhoto>(
    `select p.id, p.state, p.mime, case when p.state = 'clean' then p.bytes end as bytes
       from photo p left join link l on l.event_id = p.event_id
      where p.id = $1
        and (p.uploaded_by = $2
             or exists (select from task t where t.id = p.task_id)
             or exists (select from incident i where i.id in (p.incident_id, l.incident_id)
                          and (in_scope(i.unit_code, i.district_code)
                               or exists (select from task t where t.incident_id = i.id)))
             or (p.event_id is not null and in_scope(null, null)))`,
    [id, viewer],
  );
  return rows[0] ?? null;
}

/** Photos that nobody has looked into yet, oldest first; without any scope: for the system's own loop. */
export async function rawPhotos(db: Db, limit: number): Promise<{ id: string; bytes: Buffer }[]> {
  const { rows } = await db.query<{ id: string; bytes: Buffer }>(
    `select id, bytes from photo where state = 'raw' order by uploaded_at, id limit $1`,
    [limit],
  );
  return rows;
}

/** What became of a raw photo. Twice the same is once: only a raw one changes. `bytes` stay when it is bad. */
export async function settle(
  db: Db,
  id: string,
  result: { state: 'clean'; bytes: Buffer; mime: string } | { state: 'bad'; note: string },
): Promise<void> {
  if (result.state === 'clean')
    await db.query(
      `update photo set state = 'clean', bytes = $2, mime = $3 where id = $1 and state = 'raw'`,
      [id, result.bytes, result.mime],
    );
  else
    await db.query(`update photo set state = 'bad', note = $2 where id = $1 and state = 'raw'`, [
      id,
      result.note,
    ]);
}

/**
 * Gives photos to a report of a task: those that were sent for it, and this person's own that belong to nothing yet.
 * Answers the stages of the ones that are there, one for each photo; `bad` for what was no picture.
 */
export async function attachToTask(
  tx: Db,
  ids: readonly string[],
  task: { id: number; incidentId: number },
  uploadedBy: string,
): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.query<{ stage: string }>(
    `update photo set task_id = $2, incident_id = $3
      where id = any ($1::uuid[])
        and (task_id = $2 or (uploaded_by = $4 and task_id is null and incident_id is null and event_id is null))
      returning case when state = 'bad' then 'bad' else stage end as stage`,
    [ids, task.id, task.incidentId, uploadedBy],
  );
  return rows.map(({ stage }) => stage);
}

/** Gives a person's loose photos to an incident itself (核查、附件); answers how many of them there are and are pictures. */
export async function attachToIncident(
  tx: Db,
  ids: readonly string[],
  incidentId: number,
  uploadedBy: string,
): Promise<number> {
  if (ids.length === 0) return 0;
  const { rows } = await tx.query<{ state: PhotoState }>(
    `update photo set incident_id = $2
      where id = any ($1::uuid[]) and uploaded_by = $3 and task_id is null and event_id is null
        and (incident_id is null or incident_id = $2)
      returning state`,
    [ids, incidentId, uploadedBy],
  );
  return rows.filter(({ state }) => state !== 'bad').length;
}

/** Photos of an incident that belong to no task and no event, oldest first. */
export async function attachmentsOf(
  db: Db,
  incidentId: number,
): Promise<{ id: string; state: PhotoState }[]> {
  const { rows } = await db.query<{ id: string; state: PhotoState }>(
    `select id, state from photo where incident_id = $1 and task_id is null and event_id is null order by uploaded_at`,
    [incidentId],
  );
  return rows;
}

/** The stages of one person's photos that belong to no task, one for each that is there; `bad` for no picture. */
export async function stagesOf(db: Db, ids: readonly string[], uploadedBy: string): Promise<string[]> {
  const { rows } = await db.query<{ stage: string }>(
    `select case when state = 'bad' then 'bad' else stage end as stage
       from photo where id = any ($1::uuid[]) and uploaded_by = $2 and task_id is null`,
    [ids, uploadedBy],
  );
  return rows.map(({ stage }) => stage);
}

/** Gives loose photos of one person to an event that this person reports; answers their stages as above. */
export async function attachToEvent(
  tx: Db,
  ids: readonly string[],
  eventId: number,
  uploadedBy: string,
): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.query<{ stage: string }>(
    `update photo set event_id = $2
      where id = any ($1::uuid[]) and uploaded_by = $3 and task_id is null and (event_id is null or event_id = $2)
      returning case when state = 'bad' then 'bad' else stage end as stage`,
    [ids, eventId, uploadedBy],
  );
  return rows.map(({ stage }) => stage);
}
