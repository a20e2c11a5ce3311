import type { Reference } from '#contracts/reference.ts';
import type { City } from '#contracts/city.ts';
import type { DoorAnswer } from '#server/ingest/answer.ts';
import type { Door } from '#server/ingest/doors.ts';
import type { Pool } from '#store/db.ts';
import type { Vault } from '#store/vault.ts';

/** One row of a file: its number as a spreadsheet shows it (or the number of the item), and its columns by heading. */
export type Row = { no: number; cells: Record<string, unknown> };

/** 文件格式: how to read a file row by row. The id is the file name and the ending of the files that it reads. */
export type Format = {
  id: string;
  title: string;
  /** Throws an Error with one Chinese sentence when the file cannot be read at all. */
  rows: (file: string) => AsyncIterable<Row>;
};

/**
 * A field of a kind's item, as a door or a registry names it. A column of the same name, title or heading (whatever its
 * case) fills it without a mapping file.
 */
export type Field = {
  name: string;
  /** Chinese heading of the preview. */
  title: string;
  type?: 'text' | 'time' | 'number' | 'flag' | 'list' | 'any';
  required?: boolean;
  /** Masked in the preview. */
  personal?: 'name' | 'phone' | 'address' | 'words';
  headings?: readonly string[];
};

/** The city that data is brought into, opened once by the command. */
export type ImportCity = {
  city: City;
  pool: Pool;
  vault: Vault;
  doors: ReadonlyMap<string, Door>;
  reference: Reference;
  /** The city's time when the import began. */
  now: Date;
  dataDir: string;
};

/** 导入种类: one kind of what `npm run import` brings in. The id is the file name and the word of the command. */
export type ImportKind = {
  id: string;
  title: string;
  /** Ids of the formats that make sense for it. */
  formats: readonly string[];
  fields: readonly Field[];
  /** The field by which an item is known; when no column fills it, it is made from the row itself. */
  key?: string;
  /** Rows understood before they are committed together; Infinity: all or none. */
  batch: number;
  /** Its items become events, which are merged after they were accepted. */
  events?: boolean;
  /** Takes one batch in one commit, as the live door or registry would; `quarantined` names what was not taken. */
  take: (city: ImportCity, items: readonly Record<string, unknown>[]) => Promise<DoorAnswer>;
  /** For the preview: why the city would not take this item; null when it would. */
  doubt?: (city: ImportCity, item: Record<string, unknown>) => string | null;
};

/** What a row was understood as: items for the kind, and what of it was left out, in words that are counted. */
export type Understood = { items: Record<string, unknown>[]; left: string[] };

/** How a row is understood: throws an Error with Chinese words when it cannot be. */
export type Reader = (row: Row) => Understood;

/**
 * 已知版式: the columns of a known publisher, read without a mapping file. The id is the file name; `reads` names the
 * kinds that such a file can be imported as. What is published without an offset is read in `timeZone`.
 */
export type Layout = {
  id: string;
  title: string;
  /** By the first row. */
  fits: (cells: Record<string, unknown>) => boolean;
  reads: Record<string, (cells: Record<string, unknown>, no: number) => Understood>;
};
