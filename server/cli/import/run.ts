import type { DoorAnswer } from '#server/ingest/answer.ts';
import type { Format, ImportCity, ImportKind, Layout, Row } from './kind.ts';
import type { Mapping } from './mapping.ts';
import { chooseReader } from './reader.ts';
import type { Chosen } from './reader.ts';
import { makeTally } from './tally.ts';
import type { Tally } from './tally.ts';

export type Job = {
  kind: ImportKind;
  format: Format;
  file: string;
  layouts: readonly Layout[];
  mapping: Mapping;
};

/** The rows of the file with the way to read them, chosen by the first one. Throws when there is none. */
export async function openFile({
  kind,
  format,
  file,
  layouts,
  mapping,
}: Job): Promise<{ chosen: Chosen; rows: AsyncIterable<Row> }> {
  const rows = format.rows(file)[Symbol.asyncIterator]();
  const first = await rows.next();
  if (first.done) throw new Error('文件中没有数据行');
  const chosen = chooseReader(kind, layouts, mapping, first.value.cells);
  async function* all(): AsyncGenerator<Row> {
    yield first.value as Row;
    for (let next = await rows.next(); !next.done; next = await rows.next()) yield next.value;
  }
  return { chosen, rows: all() };
}

type Batch = { items: Record<string, unknown>[]; rows: number[] };

/**
 * Brings a file in, batch after batch, each committed before the next is read. A run that was cut short is simply
 * repeated: what was taken before counts as duplicates. `tell` hears the tally after each batch.
 */
export async function importFile(
  job: Job,
  city: ImportCity,
  tell: (tally: Tally) => void = () => undefined,
): Promise<Tally> {
  const { chosen, rows } = await openFile(job);
  const tally = makeTally();
  let batch: Batch = { items: [], rows: [] };
  const send = async (): Promise<void> => {
    if (batch.items.length === 0) return;
    const due = batch;
    batch = { items: [], rows: [] };
    tally.answered(await job.kind.take(city, due.items), due.rows);
    tell(tally);
  };
  for await (const row of rows) {
    tally.rows += 1;
    try {
      const { items, left } = chosen.reader(row);
      batch.items.push(...items);
      batch.rows.push(...items.map(() => row.no));
      for (const words of left) tally.leave(words);
    } catch (error) {
      tally.refuse(row.no, 'bad-row', (error as Error).message);
    }
    if (batch.items.length >= job.kind.batch) await send();
  }
  await send();
  tally.refused.sort((a, b) => a.row - b.row);
  return tally;
}

/** A door of the city as the way in of a kind. */
export const throughDoor =
  (door: string) =>
  ({ doors }: ImportCity, items: readonly Record<string, unknown>[]): Promise<DoorAnswer> =>
    doors.get(door)!.take(items, 0);
