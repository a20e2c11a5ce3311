import { databaseServer } from '#test/support/database-server.ts';
import { freshDatabase } from '#test/support/stack.ts';
import { print } from '../print.ts';
import type { RedisServer } from '../redis-server.ts';
import type { Control } from './control.ts';
import { control as enqueueAfterCommit } from './enqueue-after-commit.ts';
import { control as lazyCommit } from './lazy-commit.ts';
import { control as mergeRepeatableRead } from './merge-repeatable-read.ts';
import { control as mergeUnsortedLocks } from './merge-unsorted-locks.ts';
import { control as mergeWithoutLocks } from './merge-without-locks.ts';
import { control as serialCursor } from './serial-cursor.ts';

const controls: readonly Control[] = [
  enqueueAfterCommit,
  mergeWithoutLocks,
  mergeRepeatableRead,
  mergeUnsortedLocks,
  serialCursor,
  lazyCommit,
];

/** Runs the negative controls; true when every one of them failed, as it must. */
export async function runControls(redis: RedisServer): Promise<boolean> {
  const adminUrl = process.env['CHENGYUN_TEST_ADMIN_URL'] ?? '';
  const postgres = await databaseServer();
  print('\n== negative controls: designs that are known to be wrong ==');
  let good = true;
  for (const { name, run } of controls) {
    const database = await freshDatabase();
    try {
      const { count, of, what, note } = await run({ databaseUrl: database.url, adminUrl, postgres, redis });
      const verdict =
        count > 0
          ? `control failed as it must: ${count} of ${of} ${what}`
          : `CONTROL DID NOT FAIL: 0 of ${of} ${what}; the checks prove nothing`;
      print(`${name.padEnd(30)} ${verdict}${note === undefined ? '' : ` (${note})`}`);
      good &&= count > 0;
    } finally {
      await database.close();
    }
  }
  return good;
}
