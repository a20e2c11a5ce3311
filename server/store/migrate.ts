import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';

const folder = fileURLToPath(new URL('./migrations', import.meta.url));

/** Brings the schema forward, one transaction for each file, under a lock; repeating it changes nothing. */
export async function migrate(databaseUrl: string): Promise<void> {
  await runner({
    databaseUrl,
    dir: folder,
    direction: 'up',
    migrationsTable: 'migration',
    count: Infinity,
    checkOrder: true,
    log: () => undefined,
  });
}

/** The migrations that this program knows, by name. */
export const knownMigrations = (): string[] => readdirSync(folder).map((name) => path.parse(name).name);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new Error('DATABASE_URL is not set');
  await migrate(url);
}
