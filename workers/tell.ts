import { machine } from '#contracts/people.ts';
import type { Db } from '#store/db.ts';
import * as history from '#store/history.ts';
import * as incidents from '#store/incidents.ts';

/** What the machine did beside a matter: the timeline says it, and every screen hears of the new version. Its lock is held. */
export async function tellIncident(
  tx: Db,
  incidentId: number,
  said: Pick<history.NewHistory, 'move' | 'words' | 'detail'>,
  now: Date,
): Promise<void> {
  const { version, round } = await incidents.save(tx, incidentId, {}, now);
  const line = { incidentId, version, round, from: null, to: null, reason: null };
  await history.add(tx, machine, [{ ...line, ...said }], now);
}
