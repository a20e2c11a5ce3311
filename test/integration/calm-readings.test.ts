import { afterAll, expect, test } from 'vitest';
import fc from 'fast-check';
import { foldSamples } from '#domain/threshold.ts';
import type { Sample, SeriesState } from '#domain/threshold.ts';
import { ruleAt } from '#domain/station.ts';
import { acceptReadings } from '#server/ingest/accept-readings.ts';
import { makeSeriesBook } from '#server/ingest/series-book.ts';
import { makePool, inTransaction } from '#store/db.ts';
import { lockLatest } from '#store/readings.ts';
import { readReference } from '#store/reference.ts';
import { freshDatabase } from '#test/support/stack.ts';
import { withClient } from '#test/support/template.ts';
import { testSecrets } from '#test/support/chengyun.ts';
import { makeVault } from '#store/vault.ts';

const vault = makeVault({
  fieldKey: testSecrets.CHENGYUN_FIELD_KEY,
  macKey: testSecrets.CHENGYUN_MAC_KEY,
  indexKey: testSecrets.CHENGYUN_INDEX_KEY,
  cipher: 'sm4',
});
const seriesCount = 60;
const database = await freshDatabase();
const pool = makePool(database.url, 2, 'test');
afterAll(async () => {
  await pool.end();
  await database.close();
});
await withClient(database.url, (owner) =>
  owner.query(
    `insert into sensor (device_id, name, kind, geom, metrics, registered_at, updated_at)
       select 'd' || n, '积水', 'depth', st_setsrid(st_makepoint(112.4, 23.05), 4326), '{depth_m}', now(), now()
         from generate_series(0, ${seriesCount - 1}) n`,
  ),
);
const reference = await readReference(pool);
const began = Date.now() - 3_600_000;

/** A handful of values around the line (0.15 raises, 0.1 clears), some a thousand times too large. */
const reading = fc.record({
  value: fc.constantFrom(0, 0, 0.05, 0.05, 0.12, 0.16, 0.4, 50),
  /** Minutes since the first: some late, some at the same instant. */
  minute: fc.integer({ min: 0, max: 12 }),
  counts: fc.boolean(),
  times: fc.integer({ min: 1, max: 2 }),
});

test('the latest state is what folding every reading in order of arrival gives, however it was written', async () => {
  const book = makeSeriesBook();
  const states = new Map<number, SeriesState | null>();
  let seq = 0;
  const steps = fc.sample(fc.array(reading, { minLength: seriesCount, maxLength: seriesCount }), {
    numRuns: 25,
    seed: 7,
  });
  for (const step of steps) {
    const samples = step.map(({ value, minute, counts, times }) =>
      Array.from({ length: times }, (): Sample => {
        seq += 1;
        // A device that does not count has one reading an instant: a key of its own each time.
        const at = new Date(began + minute * 60_000 + (counts ? 0 : seq));
        return { observedAt: at, value, doubtful: value === 50, seq: counts ? seq : null };
      }),
    );
    const items = samples.flatMap((list, n) => list.map((sample) => itemOf(`d${n}`, sample)));
    await acceptReadings({ pool, vault, reference, book }, [items]);
    samples.forEach((list, n) => {
      const rule = ruleAt(reference.threshold, 'depth_m', `d${n}`, new Date());
      states.set(n, foldSamples(states.get(n) ?? null, list, rule).state);
    });
  }
  const numbers = Array.from({ length: seriesCount }, (_, n) => book.find(`d${n}`, 'depth_m')!);
  const latest = await inTransaction(pool, '*', (tx) => lockLatest(tx, numbers));
  for (const [n, state] of states)
    expect(latest.get(numbers[n]!), `d${n}`).toEqual({ seriesNo: numbers[n], ...state });
});

const itemOf = (deviceId: string, { observedAt, value, seq }: Sample) => ({
  deviceId,
  metric: 'depth_m',
  value,
  observedAt: observedAt.toISOString(),
  ...(seq === null ? {} : { seq }),
});
