import type { Reference } from '#contracts/reference.ts';
import { inTransaction } from '#store/db.ts';
import type { Db, Pool } from '#store/db.ts';
import type { Vault } from '#store/vault.ts';
import * as quarantine from '#store/quarantine.ts';
import * as readings from '#store/readings.ts';
import { deviceFaults } from '#server/metrics.ts';
import type { Refused } from '#server/sources/source.ts';
import type { DoorAnswer } from './answer.ts';
import { keepItem } from './kept-text.ts';
import type { SeriesBook } from './series-book.ts';
import { seriesOf, watchReadings } from './watch-readings.ts';
import type { GoodReading, NewReading } from './watch-readings.ts';

/** `faulty`: the series whose value no such device can have measured, when that is why the reading was refused. */
export type ReadingItem = { raw: unknown } & (
  { reading: GoodReading } | { refused: Refused; faulty?: { deviceId: string; metric: string } }
);

type Placed = NewReading & { request: number; index: number; raw: unknown };
type Bad = { request: number; index: number; refused: Refused; raw: unknown };

/**
 * 读数接收: one transaction for whole requests: readings, latest state, rules, and the alerts and events they set off.
 * A reading of an unregistered device waits in quarantine until the device is registered.
 */
export async function acceptReadings(
  parts: { pool: Pool; vault: Vault; reference: Reference; book: SeriesBook },
  requests: (readonly ReadingItem[])[],
): Promise<DoorAnswer[]> {
  const answers: DoorAnswer[] = requests.map(() => ({ accepted: 0, duplicates: 0, quarantined: [] }));
  const { placed, bad } = await place(parts.pool, parts.book, requests);
  await inTransaction(parts.pool, '*', async (tx, now) => {
    const { fresh, conflicts, settled } = await store(tx, placed, answers, { ...parts, now });
    await watchReadings(tx, parts.reference, fresh, settled, now);
    const all = [...bad, ...conflicts];
    await quarantine.keep(
      tx,
      all.map((one) => sealed(one, parts.vault)),
      now,
    );
    for (const { request, index, refused } of all) {
      answers[request]!.quarantined.push({ index, code: refused.code, message: refused.message });
    }
  });
  for (const answer of answers) answer.quarantined.sort((a, b) => a.index - b.index);
  return answers;
}

/** Finds the series number of every reading, committed on its own so that the book never holds a number that was rolled back. */
async function place(
  db: Db,
  book: SeriesBook,
  requests: (readonly ReadingItem[])[],
): Promise<{ placed: Placed[]; bad: Bad[] }> {
  const good: Omit<Placed, 'no'>[] = [];
  const bad: Bad[] = [];
  const faulty: { deviceId: string; metric: string }[] = [];
  requests.forEach((items, request) =>
    items.forEach((item, index) => {
      if ('reading' in item) return void good.push({ request, index, reading: item.reading, raw: item.raw });
      bad.push({ request, index, refused: item.refused, raw: item.raw });
      if (item.faulty) faulty.push(item.faulty);
    }),
  );
  await book.learn(db, [...good.map((one) => one.reading), ...faulty]);
  // Of registered devices only: whoever holds a token must not be able to invent metrics.
  for (const { deviceId, metric } of faulty)
    if (book.find(deviceId, metric) !== undefined) deviceFaults.inc({ device: deviceId, metric });
  const placed: Placed[] = [];
  for (const one of good) {
    const { deviceId, metric } = one.reading;
    const no = book.find(deviceId, metric);
    if (no !== undefined) placed.push({ ...one, no });
    else {
      const message = `设备“${deviceId}”未登记，读数已留存，登记后自动补录`;
      bad.push({
        request: one.request,
        index: one.index,
        raw: one.raw,
        refused: { code: 'unknown-device', message, key: keyOf(one.reading), deviceId },
      });
    }
  }
  return { placed, bad };
}

type Sorted = { fresh: readonly Placed[]; conflicts: Bad[] };

/** `settled`: the series whose latest state moved with their reading. */
async function store(
  tx: Db,
  placed: readonly Placed[],
  answers: DoorAnswer[],
  { reference, now }: { reference: Reference; now: Date },
): Promise<Sorted & { settled: ReadonlySet<number> }> {
  const settled = new Set<number>();
  if (placed.length === 0) return { fresh: [], conflicts: [], settled };
  const batch = {
    seriesNo: placed.map((one) => one.no),
    observedMs: placed.map((one) => one.reading.observedAt.getTime()),
    seq: placed.map((one) => one.reading.seq),
    value: placed.map((one) => one.reading.value),
    flag: placed.map((one) => one.reading.flag),
  };
  const restless: number[] = [];
  for (const { no, calm } of seriesOf(reference, placed, now))
    if (calm) settled.add(no);
    else restless.push(no);
  const { written, left } = await readings.insert(tx, batch, restless, now);
  for (const no of left) settled.delete(no);
  for (const one of placed) answers[one.request]!.accepted += 1;
  if (written === placed.length) return { fresh: placed, conflicts: [], settled };
  return { ...(await sortKnown(tx, placed, batch, answers)), settled };
}

/** Some were stored before: tells exact resends from the same key with another value. */
async function sortKnown(
  tx: Db,
  placed: readonly Placed[],
  batch: readings.ReadingBatch,
  answers: DoorAnswer[],
): Promise<Sorted> {
  const conflicts = new Set(await readings.conflicting(tx, batch));
  const written = new Set(await readings.writtenNow(tx, batch));
  const fresh: Placed[] = [];
  const bad: Bad[] = [];
  placed.forEach((one, i) => {
    const answer = answers[one.request]!;
    const name = `${one.no} ${one.reading.observedAt.getTime()} ${one.reading.seq}`;
    if (!conflicts.has(i) && written.delete(name)) return void fresh.push(one);
    answer.accepted -= 1;
    if (!conflicts.has(i)) answer.duplicates += 1;
    else {
      const refused = {
        code: 'key-conflict',
        message: '同一时刻已有数值不同的读数，未覆盖',
        key: keyOf(one.reading),
        deviceId: one.reading.deviceId,
      };
      bad.push({ request: one.request, index: one.index, raw: one.raw, refused });
    }
  });
  return { fresh, conflicts: bad };
}

const keyOf = (reading: GoodReading): string =>
  `${reading.deviceId}/${reading.metric}/${reading.observedAt.toISOString()}`;

function sealed({ refused, raw }: Bad, vault: Vault): quarantine.NewQuarantine {
  return {
    source: 'sensor',
    eventId: null,
    ...refused,
    ...keepItem(vault, 'sensor', raw),
  };
}
