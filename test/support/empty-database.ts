import { randomBytes } from 'node:crypto';
import { databaseUrl, withClient } from './template.ts';

const given = (name: string): string => process.env[name] ?? '';

export type EmptyDatabase = { url: string; close: () => Promise<void> };

/** The same, owned by a role of its own that has no right but to act as chengyun_app. */
export async function plainDatabase(): Promise<EmptyDatabase> {
  const database = await emptyDatabase();
  const adminUrl = given('CHENGYUN_TEST_ADMIN_URL');
  const url = new URL(database.url);
  const name = url.pathname.slice(1);
  const role = `plain_${name}`;
  [url.username, url.password] = [role, 'plain'];
  await withClient(adminUrl, async (admin) => {
    await admin.query(`create role ${role} login password 'plain' in role chengyun_app`);
    await admin.query(`alter database ${name} owner to ${role}`);
  });
  return {
    url: url.href,
    close: () =>
      withClient(adminUrl, async (admin) => {
        await admin.query(`drop database if exists ${name} with (force)`);
        await admin.query(`drop role ${role}`);
      }),
  };
}

/** A database with the extensions that an administrator makes, and nothing else: as before the first start. */
export async function emptyDatabase(): Promise<EmptyDatabase> {
  const ownerUrl = given('CHENGYUN_TEST_DATABASE_URL');
  const adminUrl = given('CHENGYUN_TEST_ADMIN_URL');
  const name = `clone_${randomBytes(6).toString('hex')}`;
  await withClient(adminUrl, (admin) => admin.query(`create database ${name} owner chengyun`));
  await withClient(databaseUrl(adminUrl, name), async (admin) => {
    for (const extension of ['postgis', 'pg_trgm', 'btree_gist'])
      await admin.query(`create extension ${extension}`);
  });
  return {
    url: databaseUrl(ownerUrl, name),
    // As superuser: an owner may not end the autovacuum that happens to be at work in it.
    close: async () => {
      await withClient(adminUrl, (admin) => admin.query(`drop database if exists ${name} with (force)`));
    },
  };
}
