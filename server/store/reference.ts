import { faultWords } from '#contracts/fault-words.ts';
import { Refusal } from '#contracts/errors.ts';
import { ReferenceKind, referenceKinds, referenceLinks } from '#contracts/reference.ts';
import type { Reference, ReferenceBody, ReferenceRow } from '#contracts/reference.ts';
import { record } from './audit.ts';
import type { Db } from './db.ts';

type Stored = {
  kind: ReferenceKind;
  code: string;
  body: Record<string, unknown>;
  shipped: Record<string, unknown> | null;
  shippedVersion: string | null;
  editedAt: Date | null;
  editedBy: string | null;
};

const columns = `kind, code, body, shipped, shipped_version as "shippedVersion", edited_at as "editedAt", edited_by as "editedBy"`;

/** The number that every change of any row raises: whoever holds a copy compares it. */
export async function referenceVersion(db: Db): Promise<number> {
  const { rows } = await db.query<{ no: number }>('select no from reference_version');
  return rows[0]!.no;
}

/** All reference data as of one version. Throws when a row does not fit its schema: then nothing may be judged by it. */
export async function readReference(db: Db): Promise<Reference> {
  // One statement, one snapshot: the number and the rows belong together.
  const { rows } = await db.query<Stored & { no: number; model: string | null; bytes: Uint8Array | null }>(
    `select v.no, ${columns}, m.version as model,
            case when row_number() over (order by kind, code) = 1 then m.bytes end as bytes
       from reference_version v left join matter_model m on true left join reference r on true order by kind, code`,
  );
  const tables = new Map<ReferenceKind, Map<string, unknown>>();
  for (const row of rows) {
    if (row.kind === null) continue;
    const table = tables.get(row.kind) ?? new Map<string, unknown>();
    tables.set(row.kind, table.set(row.code, parseStored(row)));
  }
  const table = <K extends ReferenceKind>(kind: K): ReadonlyMap<string, ReferenceBody<K>> =>
    (tables.get(kind) ?? new Map()) as ReadonlyMap<string, ReferenceBody<K>>;
  const calendar = table('calendar').get('city');
  if (!calendar) throw new Error('reference data lacks the calendar of the city');
  const { model, bytes, no } = rows[0]!;
  return {
    version: no,
    duty: table('duty'),
    family: table('family'),
    category: table('category'),
    unit: table('unit'),
    route: table('route'),
    threshold: table('threshold'),
    trend: table('trend'),
    cause: table('cause'),
    cameraKind: table('camera-kind'),
    warningScale: table('warning-scale'),
    responseScale: table('response-scale'),
    replyTemplate: table('reply-template'),
    reportLimit: table('report-limit'),
    hotlinePlatform: table('hotline-platform'),
    calendar,
    matterModel: model === null || bytes === null ? null : { version: model, bytes },
  };
}

/** A row edited before a field existed takes that field as shipped. */
function parseStored(row: Stored): unknown {
  const parsed = referenceKinds[row.kind].schema.safeParse({ ...row.shipped, ...row.body });
  if (parsed.success) return parsed.data;
  throw new Error(`reference row ${row.kind}/${row.code}: ${parsed.error.message}`);
}

/** The rows of one kind as they stand, each with the shipped value and who changed it. */
export async function listReference(db: Db, kind: ReferenceKind): Promise<ReferenceRow[]> {
  const { rows } = await db.query<Stored>(`select ${columns} from reference where kind = $1 order by code`, [
    kind,
  ]);
  return rows.map(asRow);
}

export type ReferenceEdit = { kind: string; code: string; body: unknown; actor: string; now: Date };

/**
 * The city's own value of a row, new rows included; audited in the same transaction. Answers the row as stored.
 * Throws a Refusal for an unknown kind, a body that does not fit, or a code that names no row.
 */
export async function editReference(tx: Db, edit: ReferenceEdit): Promise<ReferenceRow> {
  const kind = kindOf(edit.kind);
  const body = checked(kind, edit.code, edit.body);
  await checkLinks(tx, kind, body);
  const before = await find(tx, kind, edit.code);
  const { rows } = await tx.query<Stored>(
    `insert into reference (kind, code, body, edited_at, edited_by) values ($1, $2, $3, $4, $5)
     on conflict (kind, code) do update
       set body = excluded.body, edited_at = excluded.edited_at, edited_by = excluded.edited_by
     returning ${columns}`,
    [kind, edit.code, JSON.stringify(body), edit.now, edit.actor],
  );
  await note(tx, 'reference.edit', edit, { before: before?.body ?? null, after: body });
  return asRow(rows[0]!);
}

/** Back to the shipped value (恢复出厂值). Throws a Refusal when nothing was ever shipped for this row. */
export async function revertReference(tx: Db, undo: Omit<ReferenceEdit, 'body'>): Promise<ReferenceRow> {
  const kind = kindOf(undo.kind);
  const before = await find(tx, kind, undo.code);
  if (!before) throw new Refusal('not-found', `没有代码为“${undo.code}”的${referenceKinds[kind].name}`);
  if (!before.shipped) throw new Refusal('wrong-status', '该项由本市新增，没有出厂值可恢复');
  const { rows } = await tx.query<Stored>(
    `update reference set body = shipped, edited_at = null, edited_by = null where kind = $1 and code = $2
     returning ${columns}`,
    [kind, undo.code],
  );
  await note(tx, 'reference.revert', undo, { before: before.body, after: before.shipped });
  return asRow(rows[0]!);
}

const asRow = (row: Stored): ReferenceRow => ({ ...row, editedAt: row.editedAt?.toISOString() ?? null });

function kindOf(kind: string): ReferenceKind {
  const parsed = ReferenceKind.safeParse(kind);
  if (!parsed.success) throw new Refusal('not-found', `没有“${kind}”这一类基础数据`);
  return parsed.data;
}

function checked(kind: ReferenceKind, code: string, body: unknown): Record<string, unknown> {
  const parsed = referenceKinds[kind].schema.safeParse(body, { error: faultWords });
  if (!parsed.success) {
    const issues = parsed.error.issues.map((i) => ({ path: i.path.join('.'), message: i.message }));
    const names: Record<string, { description?: string | undefined }> = referenceKinds[kind].schema.shape;
    const words = parsed.error.issues
      .slice(0, 3)
      .map(({ path, message }) => `${names[String(path[0])]?.description ?? '整项'}：${message}`);
    throw new Refusal('bad-input', `填写有误（${words.join('；')}）`, { issues });
  }
  if (parsed.data.code !== code) throw new Refusal('bad-input', '代码不可更改；需要新代码请新增一项');
  return parsed.data;
}

/** Judgement must never meet a code without a row; rows are never deleted, so a look is enough. */
async function checkLinks(tx: Db, kind: ReferenceKind, body: Record<string, unknown>): Promise<void> {
  for (const { kind: of, field, to } of referenceLinks)
    for (const target of of === kind ? [body[field]].flat() : []) {
      if (target === null) continue;
      const { rowCount } = await tx.query('select from reference where kind = $1 and code = $2', [
        to,
        target,
      ]);
      const message = `没有代码为“${String(target)}”的${referenceKinds[to].name}`;
      if (rowCount === 0) throw new Refusal('bad-input', message, { issues: [{ path: field, message }] });
    }
}

/** The row as it stands, held until the transaction ends: two edits follow each other. */
async function find(tx: Db, kind: ReferenceKind, code: string): Promise<Stored | null> {
  const { rows } = await tx.query<Stored>(
    `select ${columns} from reference where kind = $1 and code = $2 for update`,
    [kind, code],
  );
  return rows[0] ?? null;
}

async function note(
  tx: Db,
  action: string,
  { kind, code, actor, now }: Omit<ReferenceEdit, 'body'>,
  detail: Record<string, unknown>,
): Promise<void> {
  await record(tx, { actor, action, target: `${kind}/${code}`, detail, now });
}
