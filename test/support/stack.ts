import { randomBytes, randomInt } from 'node:crypto';
import net from 'node:net';
import { databaseUrl, withClient } from './template.ts';

function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error('start tests by "npm test -- <file>": it provides PostgreSQL and Redis');
  return value;
}

export type FreshDatabase = {
  /** As the owner of the tables; the program's pools act as chengyun_app. */
  url: string;
  close: () => Promise<void>;
};

/** A database of its own, cloned from the template: migrated, reference data and districts loaded, marked test. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const ownerUrl = given('CHENGYUN_TEST_DATABASE_URL');
  const template = given('CHENGYUN_TEST_TEMPLATE');
  const name = `clone_${randomBytes(6).toString('hex')}`;
  await withClient(ownerUrl, (client) =>
    client.query(`create database ${name} template ${template} strategy file_copy`),
  );
  const close = async (): Promise<void> => {
    // As superuser: an owner may not end the autovacuum that happens to be at work in it.
    await withClient(given('CHENGYUN_TEST_ADMIN_URL'), (client) =>
      client.query(`drop database if exists ${name} with (force)`),
    );
  };
  return { url: databaseUrl(ownerUrl, name), close };
}

/** The Redis of this run, shared by all test files: separate them by `uniquePrefix`. */
export const redisUrl = (): string => given('CHENGYUN_TEST_REDIS_URL');

/** A prefix for keys and queues that no other test file has. */
export const uniquePrefix = (): string => `t${randomBytes(6).toString('hex')}`;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = net.createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/**
 * A TCP port on 127.0.0.1 that was free a moment ago. Below those that the kernel hands out: a server that is killed
 * and started again must not find its port taken by somebody's outgoing connection.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(12_000, 32_000);
    if (await isFree(port)) return port;
  }
}
