import { setTimeout as sleep } from 'node:timers/promises';
import { withClient } from '#test/support/template.ts';

/** A backend tells what it read when it is idle for ten seconds, or earlier. */
const toldAfterMs = 11_000;

type Blocks = Map<string, number>;
/** Buffers read an event (found in memory or not), in all and by table with its indexes; a table's partitions are one. */
export type Reads = { perEvent: number; byTable: Blocks };

const readsSql = `
  select coalesce(p.inhparent::regclass, s.relid::regclass)::text as name,
         sum(coalesce(heap_blks_read, 0) + coalesce(heap_blks_hit, 0) + coalesce(idx_blks_read, 0) + coalesce(idx_blks_hit, 0)
           + coalesce(toast_blks_read, 0) + coalesce(toast_blks_hit, 0) + coalesce(tidx_blks_read, 0) + coalesce(tidx_blks_hit, 0))::float8 as blocks
    from pg_statio_all_tables s left join pg_inherits p on p.inhrelid = s.relid
   where schemaname in ('public', 'pg_catalog') group by 1`;

/**
 * Buffer reads of the tables of one database during `work`, an event: what the whole program reads meanwhile, its loops
 * included. No vacuum begins meanwhile, for what it reads is not the path's.
 */
export async function readsDuring(databaseUrl: string, work: () => Promise<number>): Promise<Reads> {
  return withClient(databaseUrl, async (client) => {
    const vacuums = (allowed: boolean): Promise<unknown> =>
      client.query(
        `do $$ declare t regclass; begin
           for t in select oid from pg_class where relkind = 'r' and relowner = current_user::regrole and relnamespace = 'public'::regnamespace loop
             execute format('alter table %s ${allowed ? 'reset (autovacuum_enabled)' : 'set (autovacuum_enabled = false)'}', t);
           end loop; end $$`,
      );
    const read = async (): Promise<Blocks> => {
      await sleep(toldAfterMs);
      const { rows } = await client.query<{ name: string; blocks: number }>(readsSql);
      return new Map(rows.map(({ name, blocks }) => [name, blocks]));
    };
    await client.query('vacuum analyze');
    await vacuums(false);
    const before = await read();
    const events = await work();
    const after = await read();
    await vacuums(true);
    const byTable = new Map(
      [...after].map(([name, blocks]) => [name, (blocks - (before.get(name) ?? 0)) / events] as const),
    );
    return { perEvent: [...byTable.values()].reduce((sum, one) => sum + one, 0), byTable };
  });
}
