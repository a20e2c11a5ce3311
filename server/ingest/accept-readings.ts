import type { Reference } from '#contracts/reference.ts';
import { inTransaction } from '#store/db.ts';
import type { Db, Pool } from '#store/db.ts';
import type { Vault } from '#store/vault.ts';
import * as quarantine from '#store/quarantine.ts';
import * as readings from '#store/readings.ts';
import { inTurns } from '#server/in-turns.ts';
import { deviceFaults } from '#server/metrics.ts';
import type { Refused } from '#server/sources/source.ts';
import type { DoorAnswer } from './answer.ts';
import { keepItem } from './kept-text.ts';
import type { SeriesBook } from './series-book.ts';
import { readReading } from './read-readings.ts';
import { restless, watchReadings } from './watch-readings.ts';
import type { GoodReading, NewReading } from './watch-readings.ts';

/** A reading on its way: where it stood in the requests, and the number of its series once that is known. */
type Taken = NewReading & { request: number; index: number; raw: unknown };
type Bad = { request: number; index: number; refused: Refused; raw: unknown };
type Parts = { pool: Pool; vault: Vault; reference: Reference; book: SeriesBook };

/**
 * 读数接收: one transaction for whole requests: readings, latest state, rules, and the alerts and events they set off.
 * Items are checked inside it, against the time that its beginning brought: a look at the clock of its own would be one
 * round trip in five. A reading of an unregistered device waits in quarantine until the device is registered.
 */
export async function acceptReadings(parts: Parts, requests: (readonly unknown[])[]): Promise<DoorAnswer[]> {
  const answers: DoorAnswer[] = requests.map(() => ({ accepted: 0, duplicates: 0, quarantined: [] }));
  await inTransaction(parts.pool, '*', async (tx, now) => {
    const { placed, bad } = await read(parts, requests, now);
    const { fresh, conflicts, open } = await store(tx, placed, answers, { ...parts, now });
    await watchReadings(tx, parts.reference, fresh, open, now);
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

const unknown = -1;

/** Checks every item and finds the number of its series. */
async function read(
  { pool, reference, book }: Parts,
  requests: (readonly unknown[])[],
  now: Date,
): Promise<{ placed: Taken[]; bad: Bad[] }> {
  const placed: Taken[] = [];
  const strange: Taken[] = [];
  const bad: Bad[] = [];
  const faulty: { deviceId: string; metric: string }[] = [];
  for (const [request, items] of requests.entries())
    await inTurns(items, (raw, index) => {
      const one = readReading(raw, reference, now);
      if ('refused' in one) {
        bad.push({ request, index, refused: one.refused, raw });
        if (one.faulty) faulty.push(one.faulty);
        return;
      }
      const { reading } = one;
      const no = book.find(reading.deviceId, reading.metric) ?? unknown;
      (no === unknown ? strange : placed).push({ request, index, raw, no, reading });
    });
  // Committed on its own connection, so that the book never holds a number that was rolled back.
  await book.learn(pool, [...strange.map((one) => one.reading), ...faulty]);
  // Of registered devices only: whoever holds a token must not be able to invent metrics.
  for (const { deviceId, metric } of faulty)
    if (book.find(deviceId, metric) !== undefined) deviceFaults.inc({ device: deviceId, metric });
  for (const one of strange) {
    one.no = book.find(one.reading.deviceId, one.reading.metric) ?? unknown;
    if (one.no === unknown) bad.push(unregistered(one));
    else placed.push(one);
  }
  return { placed, bad };
}

function unregistered({ request, index, raw, reading }: Taken): Bad {
  const { deviceId } = reading;
  const message = `设备“${deviceId}”未登记，读数已留存，登记后自动补录`;
  return {
    request,
    index,
    raw,
    refused: { code: 'unknown-device', message, key: keyOf(reading), deviceId },
  };
}

type Sorted = { fresh: readonly Taken[]; conflicts: Bad[] };

/** `open`: the series whose latest state did not move with their reading. */
async function store(
  tx: Db,
  placed: readonly Taken[],
  answers: DoorAnswer[],
  { reference, now }: { reference: Reference; now: Date },
): Promise<Sorted & { open: ReadonlySet<number> }> {
  if (placed.length === 0) return { fresh: [], conflicts: [], open: new Set() };
  const batch = {
    seriesNo: placed.map((one) => one.no),
    observedMs: placed.map((one) => one.reading.observedAt.getTime()),
    seq: placed.map((one) => one.reading.seq),
    value: placed.map((one) => one.reading.value),
    flag: placed.map((one) => one.reading.flag),
  };
  const open = restless(reference, placed, now);
  const { written, left } = await readings.insert(tx, batch, [...open], now);
  for (const no of left) open.add(no);
  for (const one of placed) answers[one.request]!.accepted += 1;
  if (written === placed.length) return { fresh: placed, conflicts: [], open };
  return { ...(await sortKnown(tx, placed, batch, answers)), open };
}

/** Some were stored before: tells exact resends from the same key with another value. */
async function sortKnown(
  tx: Db,
  placed: readonly Taken[],
  batch: readings.ReadingBatch,
  answers: DoorAnswer[],
): Promise<Sorted> {
  const conflicts = new Set(await readings.conflicting(tx, batch));
  const written = new Set(await readings.writtenNow(tx, batch));
  const fresh: Taken[] = [];
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
