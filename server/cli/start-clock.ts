import { readConfig } from '#server/config.ts';
import { startClock } from '#store/city-mark.ts';
import { inTransaction, makePool } from '#store/db.ts';

/**
 * tsx server/cli/start-clock.ts 2026-06-11T15:59:30Z 60
 * Puts the clock of a demonstration that has heard of nothing yet: the instant it is there now, and how many of its
 * seconds pass in a real one (0: it stands still).
 */
const [at = '', rate = ''] = process.argv.slice(2);
const pool = makePool(readConfig().DATABASE_URL, 1, 'chengyun-start-clock');
try {
  await inTransaction(pool, '*', (tx) => startClock(tx, new Date(at), Number(rate)));
} finally {
  await pool.end();
}
