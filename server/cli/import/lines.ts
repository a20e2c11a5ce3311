import type { DoorAnswer } from '#server/ingest/answer.ts';
import type { ImportCity, ImportKind } from './kind.ts';

/** A row as it was understood, or in words why it was not. */
type Read<Line> = (city: ImportCity, item: Record<string, unknown>) => Line | string;

/** `take` and `doubt` of a kind whose rows are understood one by one and written together; `put` answers how many changed. */
export function byLines<Line extends object>(
  read: Read<Line>,
  put: (city: ImportCity, good: readonly Line[]) => Promise<number>,
): Pick<ImportKind, 'take' | 'doubt'> {
  return {
    async take(city, items): Promise<DoorAnswer> {
      const lines = items.map((item) => read(city, item));
      const good = lines.filter((line) => typeof line !== 'string');
      const changed = await put(city, good);
      return {
        accepted: changed,
        duplicates: good.length - changed,
        quarantined: lines.flatMap((line, index) =>
          typeof line === 'string' ? [{ index, code: 'bad-item', message: line }] : [],
        ),
      };
    },
    doubt: (city, item) => {
      const line = read(city, item);
      return typeof line === 'string' ? line : null;
    },
  };
}
