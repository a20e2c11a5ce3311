import { createHash } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { transitions } from '#domain/lifecycle.ts';
import { cityFolder } from '#geodata/city.ts';
import { loadGeodata } from '#geodata/load.ts';
import { loadReference } from '#store/load-reference.ts';
import { loadTransitions } from '#store/load-transitions.ts';
import { migrate } from '#store/migrate.ts';
import { hashOf } from '../../server/launch/files.mjs';

// What the content of the template depends on: the same sources make the same template.
const sources = ['server/store', 'server/contracts', 'server/domain', 'geodata', 'test/support/template.ts'];

/** The URL of another database of the same server. */
export function databaseUrl(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** Runs statements on one connection of their own. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function build(adminUrl: string, ownerUrl: string, name: string, dataDir: string): Promise<void> {
  await withClient(adminUrl, (admin) => admin.query(`create database ${name} owner chengyun`));
  await withClient(databaseUrl(adminUrl, name), async (admin) => {
    for (const extension of ['postgis', 'pg_trgm', 'btree_gist'])
      await admin.query(`create extension ${extension}`);
  });
  const url = databaseUrl(ownerUrl, name);
  await migrate(url);
  await loadReference(url, cityFolder('zhaoqing'));
  await loadTransitions(url, transitions());
  await loadGeodata(url, dataDir);
  // Marked, so that a test may move the city's clock and nothing is ever sent out of it.
  await withClient(url, (owner) => owner.query("update city_clock set mark = 'test'"));
}

/**
 * The template database of these sources: made under a lock, kept for later runs, named only when complete.
 * A run that is alone on the server clears what earlier runs left.
 */
export async function ensureTemplate(wanted: {
  adminUrl: string;
  ownerUrl: string;
  dataDir: string;
  alone: boolean;
}): Promise<string> {
  const { adminUrl, ownerUrl, dataDir, alone } = wanted;
  const root = path.join(import.meta.dirname, '../..');
  const hash = createHash('sha256').update(hashOf(root, sources)).digest('hex').slice(0, 12);
  const name = `template_${hash}`;
  await withClient(adminUrl, async (admin) => {
    await admin.query('select pg_advisory_lock(7307)');
    const { rows } = await admin.query<{ name: string }>(
      "select datname as name from pg_database where datname ~ '^(template_[0-9a-f]{12}|making_|clone_)'",
    );
    const stale = rows.filter((row) => row.name.startsWith('making_') || (alone && row.name !== name));
    for (const row of stale) await admin.query(`drop database ${row.name} with (force)`);
    if (rows.some((row) => row.name === name)) return;
    await build(adminUrl, ownerUrl, `making_${hash}`, dataDir);
    await admin.query(`alter database making_${hash} rename to ${name}`);
  });
  return name;
}

const [adminUrl, ownerUrl, dataDir, alone] = process.argv.slice(2);
if (process.argv[1] === import.meta.filename && adminUrl && ownerUrl && dataDir) {
  process.stdout.write(await ensureTemplate({ adminUrl, ownerUrl, dataDir, alone: alone === 'alone' }));
}
