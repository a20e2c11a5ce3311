import type { Reference } from '#contracts/reference.ts';
import type { Logger } from '#server/log.ts';
import { watchLoop } from '#server/progress.ts';
import { cityNow } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { readReference, referenceVersion } from '#store/reference.ts';

const everyMs = 1_000;

/** What a server keeps in memory of the database, at most a second old. */
export type Fresh = {
  reference: () => Reference;
  /** The city's time: as of the last tick, and the time that passed since. */
  cityTime: () => Date;
  close: () => void;
};

/**
 * Reads the reference data and the city's clock, then looks each second whether either moved. While the database is
 * away the last state stands: judging goes on by the data that was valid.
 */
export async function keepFresh(pool: Pool, log: Logger): Promise<Fresh> {
  let reference = await readReference(pool);
  let clock = { at: await cityNow(pool), read: performance.now() };
  let looking = false;

  const look = async (): Promise<void> => {
    clock = { at: await cityNow(pool), read: performance.now() };
    if ((await referenceVersion(pool)) !== reference.version) reference = await readReference(pool);
  };
  const pulse = watchLoop('reference');
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    pulse
      .turn(look)
      .catch((error: Error) =>
        log.warn({ loop: 'reference', err: error }, 'reference data could not be read again'),
      )
      .finally(() => (looking = false));
  }, everyMs);
  return {
    reference: () => reference,
    cityTime: () => new Date(clock.at.getTime() + performance.now() - clock.read),
    close: () => {
      clearInterval(timer);
      pulse.end();
    },
  };
}
