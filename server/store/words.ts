/** What a search looks for: each of its terms must stand in a text. */
export type Sought = {
  /** Pairs of neighbouring characters, as the SQL function search_grams makes them: what the index is asked for. */
  grams: string[];
  /** For `lower(text) like all`: pairs alone may stand apart. */
  patterns: string[];
  /** For `ilike`: the whole question, as a part of a number; null where it can be none. */
  phrase: string | null;
};

const mostTerms = 6;
/** Numbers are told by their letters and digits. Their index knows runs of three: asked for less, or for a word, it is read whole, for each day. */
const ofNumber = /[a-z0-9]{3}/iu;

/** Terms are divided by blanks. Without a pair (`grams` empty) no index can answer, and nothing should be asked. */
export function soughtIn(question: string): Sought & { terms: string[] } {
  const terms = question.toLowerCase().split(/\s+/u).filter(Boolean).slice(0, mostTerms);
  const pairs = terms.flatMap((term) => {
    const letters = [...term];
    return letters.slice(1).map((letter, at) => letters[at]! + letter);
  });
  return {
    terms,
    grams: [...new Set(pairs)],
    patterns: terms.map(containing),
    phrase: ofNumber.test(question) ? containing(question.trim()) : null,
  };
}

const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;

/** The words of the incident `i`, of the event `e`, of the request `r`: written as their indexes are. */
export const incidentWords = "i.title || ' ' || coalesce(i.address, '') || ' ' || i.no";
const eventWords = 'e.body';
export const requestWords = "r.ticket_no || ' ' || coalesce(r.answer, '')";

/** Events by their words or, as the city upstream knows them, by a part of their key; each by its own index. */
export const eventHolds = (grams: string, patterns: string, phrase: string): string =>
  `(${holds(eventWords, grams, patterns)} or e.key ilike ${phrase})`;

/** Whether these words hold everything sought; `grams` and `patterns` are the places of the parameters. */
export const holds = (words: string, grams: string, patterns: string): string =>
  `(search_grams(${words}) @> ${grams}::text[] and lower(${words}) like all (${patterns}::text[]))`;

/** The same for a question without a pair: every row is read, for no index can answer. */
export const reads = (words: string, patterns: string): string =>
  `lower(${words}) like all (${patterns}::text[])`;
