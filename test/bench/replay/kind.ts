/**
 * 诉求种类: one kind of problem and how people speak of it. The words are written as citizens speak, not from the
 * program's own lists, and those lists are not written from these.
 */
export type Kind = {
  id: string;
  /** 小类 codes: the right one first, then those that a good officer would let pass. */
  matters: readonly string[];
  family: string;
  /** How far apart those who report it may stand; metres. */
  spreadM: number;
  /** How long it lasts before somebody ends it, hours; and how many reports it draws in a day. */
  lastsHours: number;
  draws: number;
  camera?: string;
  sensor?: { metric: string; kind: string; name: string; over: number; calm: number };
  /** A stretch of water, a bridge, a company: other places than streets. */
  at?: 'river' | 'company' | 'home';
  /** Whole statements of what is wrong; at least twenty. */
  says: readonly string[];
  /** What may follow a statement; may be left out. */
  more: readonly string[];
  /** What the caller wants; may be left out. */
  wants: readonly string[];
};
