import { randomBytes } from 'node:crypto';
import { databaseUrl, withClient } from './template.ts';

const given = (name: string): string => process.env[name] ?? '';

/** A database with the extensions that an administrator makes, and nothing else: as before the first start. */
export async function emptyDatabase(): Promise<{ url: string; close: () => Promise<void> }> {
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
    close: async () => {
      await withClient(ownerUrl, (owner) => owner.query(`drop database if exists ${name} with (force)`));
    },
  };
}
