import pg from 'pg';
import type { Pool } from '#store/db.ts';

/**
 * A connection of its own, outside the pool: for session locks and LISTEN, which a pooled connection loses.
 * Without a word for `idleLimitS` seconds PostgreSQL ends it, so that a frozen process gives up its lock; a lost host
 * is noticed after about eleven.
 */
export async function connectDirect(pool: Pool, name: string, idleLimitS = 0): Promise<pg.Client> {
  const limits = `-c idle_session_timeout=${idleLimitS * 1000} -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3`;
  const client = new pg.Client({
    ...pool.options,
    application_name: name,
    keepAlive: true,
    options: `${pool.options.options ?? ''} ${limits}`,
  });
  // The one who uses it hears of its end by `end` or by the next query.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
