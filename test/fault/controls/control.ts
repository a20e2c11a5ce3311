import pg from 'pg';
import type { DatabaseServer } from '#test/support/database-server.ts';
import type { RedisServer } from '../redis-server.ts';

export type Services = {
  /** A database of the controls alone; they make their own tables in it. */
  databaseUrl: string;
  adminUrl: string;
  postgres: DatabaseServer;
  redis: RedisServer;
};

/** What a design that is known to be wrong did: the same comparison as in the ledger test must find it. */
export type Failure = { count: number; of: number; what: 'lost' | 'doubled' | 'skipped'; note?: string };

/** 反例: a deliberately wrong variant of one mechanism. It exists only here, to show that the checks can fail. */
export type Control = { name: string; run: (services: Services) => Promise<Failure> };

/** A client whose sudden end is no crash: PostgreSQL is killed under it. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Runs `work` with clients of their own, which are closed afterwards, also when the server is gone. */
export async function withClients<T>(
  url: string,
  count: number,
  work: (clients: readonly pg.Client[]) => Promise<T>,
): Promise<T> {
  const clients = await Promise.all(Array.from({ length: count }, () => connect(url)));
  try {
    return await work(clients);
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  }
}
