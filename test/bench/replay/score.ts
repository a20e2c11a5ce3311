/**
 * How well reports were put together, from what is true and what was found. Pure: events in, figures out.
 */
export type Scored = {
  id: string;
  source: string;
  /** The problem that it tells of; whatever tells of none has a group of its own. */
  truth: string;
  /** Further problems that it tells of: one link cannot serve both, so such pairs are neither right nor wrong. */
  also: readonly string[];
  /** Where nothing in it tells which problem it is of: the ticket that its caller's own further calls share; else null. */
  untold?: string | null;
  /** The incident that it was linked to; null: it still waits for a person. */
  found: string | null;
};

export type Counted = { both: number; truly: number; found: number };
export type Rates = Counted & { precision: number; recall: number; f1: number };

const ratio = (hits: number, of: number): number => (of === 0 ? 1 : hits / of);

export function ratesOf({ both, truly, found }: Counted): Rates {
  const [precision, recall] = [ratio(both, found), ratio(both, truly)];
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { both, truly, found, precision, recall, f1 };
}

/**
 * Whether two reports tell of one problem; null where one of them tells of both, or where no person could say: a report
 * that tells no place is neither lost nor won beside others of its problem, but wrong in another.
 */
export function isSame(a: Scored, b: Scored): boolean | null {
  if (a.truth === b.truth) return (a.untold ?? null) === (b.untold ?? null) ? true : null;
  const shared = a.also.includes(b.truth) || b.also.includes(a.truth) || a.also.some((one) => b.also.includes(one)); // prettier-ignore
  return shared ? null : false;
}

function grouped<T>(list: readonly T[], key: (one: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const name = key(one);
    if (name === null) continue;
    const group = groups.get(name);
    if (group) group.push(one);
    else groups.set(name, [one]);
  }
  return groups;
}

function* pairsOf<T>(groups: Iterable<readonly T[]>): Generator<readonly [T, T]> {
  for (const group of groups)
    for (let i = 0; i < group.length; i += 1)
      for (let j = i + 1; j < group.length; j += 1) yield [group[i]!, group[j]!];
}

export const sourcesOf = (a: Scored, b: Scored): string => [a.source, b.source].sort().join('-');

export type Pairs = {
  all: Rates;
  bySources: Map<string, Rates>;
  /** Pairs of one problem that are in two incidents, or wait. */
  lost: (readonly [Scored, Scored])[];
  /** Pairs of two problems in one incident. */
  wrong: (readonly [Scored, Scored])[];
};

/** Pairwise precision, recall and F1, over all pairs and by the two sources. */
export function pairwise(events: readonly Scored[]): Pairs {
  const counts = new Map<string, Counted>();
  const lost: Pairs['lost'] = [];
  const wrong: Pairs['wrong'] = [];
  const count = (pair: readonly [Scored, Scored], what: keyof Counted): void => {
    for (const name of ['', sourcesOf(...pair)]) {
      const row = counts.get(name) ?? { both: 0, truly: 0, found: 0 };
      row[what] += 1;
      counts.set(name, row);
    }
  };
  for (const pair of pairsOf(grouped(events, (one) => one.truth).values())) {
    if (isSame(...pair) === null) continue;
    count(pair, 'truly');
    if (pair[0].found === null || pair[0].found !== pair[1].found) lost.push(pair);
  }
  for (const pair of pairsOf(grouped(events, (one) => one.found).values())) {
    const same = isSame(...pair);
    if (same === null) continue;
    count(pair, 'found');
    if (same) count(pair, 'both');
    else wrong.push(pair);
  }
  const all = ratesOf(counts.get('') ?? { both: 0, truly: 0, found: 0 });
  counts.delete('');
  return { all, bySources: new Map([...counts].map(([name, row]) => [name, ratesOf(row)])), lost, wrong };
}

/** B-cubed: for each event the share of its incident that is its problem, and of its problem that is in its incident; means. */
export function bCubed(events: readonly Scored[]): { precision: number; recall: number; f1: number } {
  const cell = (one: Scored, i: number): string => one.found ?? `waits/${i}`;
  const founds = grouped(events.map((one, i) => ({ one, cell: cell(one, i) })), (row) => row.cell); // prettier-ignore
  const sizes = grouped(events, (one) => one.truth);
  let [precision, recall] = [0, 0];
  for (const group of founds.values()) {
    const truths = grouped(group, (row) => row.one.truth);
    for (const same of truths.values()) {
      precision += (same.length * same.length) / group.length;
      recall += (same.length * same.length) / sizes.get(same[0]!.one.truth)!.length;
    }
  }
  precision = ratio(precision, events.length);
  recall = ratio(recall, events.length);
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}

export type Incidents = {
  problems: number;
  /** Incidents whose largest part is a problem that another incident stands for already, for each problem. */
  duplicates: number;
  /** Events in an incident whose largest part is another problem. */
  wrong: Scored[];
  waiting: number;
};

/** Each incident stands for the problem that most of its events tell of, the first of equals. */
export function standing(events: readonly Scored[]): Incidents {
  const perTruth = new Map<string, number>();
  const wrong: Scored[] = [];
  for (const group of grouped(events, (one) => one.found).values()) {
    const parts = [...grouped(group, (one) => one.truth).values()];
    const main = parts.reduce((best, part) => (part.length > best.length ? part : best))[0]!;
    perTruth.set(main.truth, (perTruth.get(main.truth) ?? 0) + 1);
    wrong.push(...group.filter((one) => isSame(one, main) === false));
  }
  const problems = new Set(events.map((one) => one.truth)).size;
  const more = [...perTruth.values()].reduce((sum, count) => sum + count - 1, 0);
  const waiting = events.filter((one) => one.found === null).length;
  return { problems, duplicates: ratio(more, problems), wrong, waiting };
}

/** What was read in one spoken report, beside what is true of it. */
export type Told = {
  id: string;
  /** The right matter first, then what is right too; empty: nobody could say. */
  matters: readonly string[];
  /** What the center thinks, the likeliest first. */
  guesses: readonly string[];
  /** Null: its words say no district. */
  district: string | null;
  readDistrict: string | null;
  /** Metres from the true place; null: not placed. */
  errorM: number | null;
  /** The words tell the place so well that a stranger would find it within 100 m. */
  exact: boolean;
  /** How the place was told. */
  way: string;
};

export type Reading = {
  top1: Counted2;
  top3: Counted2;
  district: Counted2 & { wrong: number };
  medianM: number | null;
  within100: Counted2;
};
export type Counted2 = { hits: number; of: number; share: number };

const counted = (hits: number, of: number): Counted2 => ({ hits, of, share: ratio(hits, of) });

/** 研判: matter, district and place of spoken reports. */
export function reading(told: readonly Told[]): Reading {
  const named = told.filter((one) => one.matters.length > 0);
  const within = (one: Told, first: number): boolean => one.guesses.slice(0, first).some((guess) => one.matters.includes(guess)); // prettier-ignore
  const placed = told.filter((one) => one.district !== null);
  const right = placed.filter((one) => one.readDistrict === one.district).length;
  const open = placed.filter((one) => one.readDistrict === null).length;
  const errors = told.flatMap(({ errorM }) => (errorM === null ? [] : [errorM])).sort((a, b) => a - b);
  const exact = told.filter((one) => one.exact);
  return {
    top1: counted(named.filter((one) => within(one, 1)).length, named.length),
    top3: counted(named.filter((one) => within(one, 3)).length, named.length),
    district: { ...counted(right, placed.length), wrong: placed.length - right - open },
    medianM: errors[(errors.length - 1) >> 1] ?? null,
    within100: counted(exact.filter(({ errorM }) => errorM !== null && errorM <= 100).length, exact.length),
  };
}

/** A planted piece of personal data, and the words that everybody may read afterwards. */
export type Planted = { id: string; kind: string; piece: string; shown: string };

export function masked(planted: readonly Planted[]): {
  all: Counted2;
  byKind: Map<string, Counted2>;
  kept: Planted[];
} {
  const isKept = ({ piece, shown }: Planted): boolean => shown.includes(piece);
  const count = (list: readonly Planted[]): Counted2 => counted(list.filter((one) => !isKept(one)).length, list.length); // prettier-ignore
  const kinds = grouped(planted, (one) => one.kind);
  return {
    all: count(planted),
    byKind: new Map([...kinds].map(([kind, list]) => [kind, count(list)])),
    kept: planted.filter(isKept),
  };
}
