import type { Pool } from '#store/db.ts';
import { makePartitions } from '#store/upkeep.ts';

type City = { pool: Pool; asOwner: (sql: string) => Promise<void> };

/** The city's clock stands at this local time, 2026-06-11T09:00, until it is set again. */
export async function standClock({ pool, asOwner }: City, local: string): Promise<void> {
  const at = `${local}:00+08:00`;
  await asOwner(`update city_clock set anchor_city = '${at}', anchor_real = clock_timestamp(), rate = 0`);
  await makePartitions(pool, new Date(at), 2);
}
