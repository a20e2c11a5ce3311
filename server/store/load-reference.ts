import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { z } from 'zod';
import { ReferenceKind, referenceKinds } from '#contracts/reference.ts';

export type Shipped = { kind: ReferenceKind; version: string; rows: Record<string, unknown>[] };

const ShippedFile = z.object({
  version: z.string().min(1),
  rows: z.array(z.object({ code: z.string() }).loose()),
});

/** The shipped files, one for each kind, every row checked against its schema. Throws with file and code. */
export async function readShipped(): Promise<Shipped[]> {
  return Promise.all(ReferenceKind.options.map(readKind));
}

async function readKind(kind: ReferenceKind): Promise<Shipped> {
  const file = fileURLToPath(new URL(`./reference/${kind}.json`, import.meta.url));
  const { version, rows } = ShippedFile.parse(JSON.parse(await readFile(file, 'utf8')));
  const seen = new Set<string>();
  for (const row of rows) {
    if (seen.has(row.code)) throw new Error(`${kind}.json: ${row.code} stands there twice`);
    seen.add(row.code);
    const parsed = referenceKinds[kind].schema.safeParse(row);
    if (!parsed.success) throw new Error(`${kind}.json: ${row.code}: ${parsed.error.message}`);
  }
  return { kind, version, rows };
}

/**
 * Brings the shipped rows into the database, in one transaction. A row that the city has edited keeps the city's
 * value; the answer names, in Chinese, each of its fields that differs from the shipped one. Repeating changes nothing.
 */
export async function loadReference(databaseUrl: string): Promise<string[]> {
  const shipped = await readShipped();
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new Error('DATABASE_URL is not set');
  for (const line of await loadReference(url)) process.stdout.write(`${line}\n`);
}
