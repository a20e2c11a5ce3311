import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { z } from 'zod';
import { ReferenceKind, referenceKinds } from '#contracts/reference.ts';

export type Shipped = { kind: ReferenceKind; version: string; rows: Record<string, unknown>[] };

const ShippedFile = z.object({
  version: z.string().min(1),
  rows: z.array(z.object({ code: z.string() }).loose()),
});

/**
 * What comes with the program: the rows that every city has, over them the city's own of `<cityFolder>/reference/`
 * (a field that only one of two rows of a code has is taken from it). Every row is checked against its schema.
 * Throws with file and code.
 */
export async function readShipped(cityFolder: string | null): Promise<Shipped[]> {
  const shared = path.join(import.meta.dirname, 'reference');
  const own = cityFolder === null ? null : path.join(cityFolder, 'reference');
  const kinds = ReferenceKind.options.map(async (kind) => {
    const [under, over] = [await readRows(shared, kind), own === null ? null : await readRows(own, kind)];
    return laidOver(kind, under, over);
  });
  return (await Promise.all(kinds)).flat();
}

type Rows = z.infer<typeof ShippedFile>;

/** The file of one kind, or null where the folder has none. */
async function readRows(folder: string, kind: ReferenceKind): Promise<Rows | null> {
  const file = path.join(folder, `${kind}.json`);
  if (!existsSync(file)) return null;
  const read = ShippedFile.parse(JSON.parse(await readFile(file, 'utf8')));
  const seen = new Set<string>();
  for (const { code } of read.rows) {
    if (seen.has(code)) throw new Error(`${file}: ${code} stands there twice`);
    seen.add(code);
  }
  return read;
}

function laidOver(kind: ReferenceKind, under: Rows | null, over: Rows | null): Shipped[] {
  const shared = new Map((under?.rows ?? []).map((row) => [row.code, row]));
  const own = (over?.rows ?? []).map((row) => ({ ...shared.get(row.code), ...row }));
  for (const { code } of own) shared.delete(code);
  const shipped = [
    { kind, version: under?.version ?? '', rows: [...shared.values()] },
    { kind, version: over?.version ?? '', rows: own },
  ];
  for (const row of shipped.flatMap(({ rows }) => rows)) {
    const parsed = referenceKinds[kind].schema.safeParse(row);
    if (!parsed.success) throw new Error(`${kind}.json: ${row.code}: ${parsed.error.message}`);
  }
  return shipped.filter(({ rows }) => rows.length > 0);
}

/**
 * Brings the shipped rows into the database, in one transaction. A row that the city has edited keeps the city's
 * value; the answer names, in Chinese, each of its fields that differs from the shipped one. Repeating changes nothing.
 */
export async function loadReference(databaseUrl: string, cityFolder: string | null): Promise<string[]> {
  const shipped = await readShipped(cityFolder);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('begin');
    for (const { kind, version, rows } of shipped) {
      await client.query(upsert, [kind, JSON.stringify(rows), version]);
    }
    const differing = await client.query<Differing>(edited);
    await client.query('commit');
    return differing.rows.flatMap(linesOf);
  } finally {
    await client.end();
  }
}

/** Only rows that really change are written, so that the version stands still when nothing new was shipped. */
const upsert = `
  insert into reference as r (kind, code, body, shipped, shipped_version)
  select $1, row ->> 'code', row, row, $3 from jsonb_array_elements($2::jsonb) as row
  on conflict (kind, code) do update
    set shipped = excluded.shipped, shipped_version = excluded.shipped_version,
        body = case when r.edited_at is null then excluded.shipped else r.body end
    where (r.shipped, r.shipped_version) is distinct from (excluded.shipped, excluded.shipped_version)`;

const edited = `
  select kind, code, body, shipped, shipped_version as version from reference
   where edited_at is not null and shipped is not null and body <> shipped order by kind, code`;

type Differing = {
  kind: ReferenceKind;
  code: string;
  body: Record<string, unknown>;
  shipped: Record<string, unknown>;
  version: string;
};

function linesOf({ kind, code, body, shipped, version }: Differing): string[] {
  const called = String(body['name'] ?? body['title'] ?? code);
  const shape: Record<string, z.ZodType | undefined> = referenceKinds[kind].schema.shape;
  return Object.keys({ ...shipped, ...body })
    .filter((field) => field in body && !isDeepStrictEqual(body[field], shipped[field]))
    .map((field) => {
      const title = shape[field]?.description ?? field;
      return `${referenceKinds[kind].name}“${called}”（${code}）${title}：保留本市的 ${brief(body[field])}，出厂值（${version}）为 ${brief(shipped[field])}`;
    });
}

function brief(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '（无）');
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
