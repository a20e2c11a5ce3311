import type { Earlier, Seen } from '#contracts/burst.ts';
import type { Cause } from '#contracts/cause.ts';
import type { Reference } from '#contracts/reference.ts';
import type { Usual } from './unusual.ts';

/** 归案建议: open matters that one cause has made, in the order of their ids. */
export type Suggestion = {
  /** The cause and its region: at most one stands open of each. */
  key: string;
  categoryCode: string;
  districtCode: string | null;
  /** The incident that stands as their parent or can become it; null where a new one is to be opened. */
  parentId: number | null;
  name: string;
  title: string;
  reasons: string[];
  children: number[];
  since: Date;
};

export type Scene = {
  /** Open incidents of the last hours, the causes among them, and the children of standing parents. */
  seen: readonly Seen[];
  earlier: readonly Earlier[];
  causes: readonly Cause[];
  reference: Pick<Reference, 'category' | 'family'>;
  districtName: (code: string | null) => string;
  /** What is usual of these families in this district; null where nobody knows. */
  usual: (families: readonly string[], districtCode: string) => Usual | null;
  /** Those that a person took out of a parent: nobody asks about them again. */
  released: ReadonlySet<number>;
  now: Date;
};
