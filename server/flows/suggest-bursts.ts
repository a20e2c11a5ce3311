import type { Reference } from '#contracts/reference.ts';
import { findBursts, usualAsked } from '#domain/burst.ts';
import type { Scene, Suggestion } from '#domain/burst-scene.ts';
import type { Usual } from '#domain/unusual.ts';
import { areaNames } from '#store/areas.ts';
import * as bursts from '#store/bursts.ts';
import { inTransaction } from '#store/db.ts';
import type { Db, Pool } from '#store/db.ts';

/** The longest window of a cause, and as much again: what is older explains nothing that happens now. */
const lookBackHours = 24;
const decisionHours = 72;

/**
 * 归案建议, looked for anew: what stands open now is compared with what is usual, and what the rows say then is what is
 * suggested. Answers how many suggestions moved. Any number of workers may do it at once.
 */
export async function suggestBursts(parts: {
  pool: Pool;
  reference: () => Reference;
  wake: (topic: 'change') => void;
}): Promise<number> {
  const moved = await inTransaction(parts.pool, '*', async (tx, now) => {
    await bursts.lockSearch(tx);
    const found = await look(tx, parts.reference(), now);
    return bursts.save(tx, found, now);
  });
  if (moved > 0) parts.wake('change');
  return moved;
}

async function look(tx: Db, reference: Reference, now: Date): Promise<Suggestion[]> {
  const seen = await bursts.seenNow(tx, lookBackHours, now);
  const earlier = await bursts.earlier(tx, decisionHours, now);
  const causes = [...reference.cause.values()];
  const names = new Map((await areaNames(tx)).map(({ code, name }) => [code, name]));
  const usual = new Map<string, Usual>();
  for (const { families, districtCode } of usualAsked({ seen, causes }))
    usual.set(keyOf(families, districtCode), await bursts.usualOf(tx, families, districtCode, now));
  const scene: Scene = {
    seen,
    earlier,
    causes,
    reference,
    now,
    released: new Set(),
    districtName: (code) => names.get(code ?? '') ?? '',
    usual: (families, districtCode) => usual.get(keyOf(families, districtCode)) ?? null,
  };
  const found = findBursts(scene);
  const released = await bursts.released(
    tx,
    found.flatMap(({ children }) => children),
  );
  // Whoever was taken out of a parent by a person is not put before people again.
  return released.length === 0 ? found : findBursts({ ...scene, released: new Set(released) });
}

const keyOf = (families: readonly string[], districtCode: string): string =>
  `${districtCode}/${families.join()}`;
