/** 一电多事: where one matter of a call ends and another may begin. */
const turn =
  /[；;\n]|[。，,、]?(?:另外|还有(?!人|没|冇)|此外|顺便|再有|再者|仲有|第[二三四五]|其[次二三]|[二三四五]是|(?<!\d)[2-5][、.．）)](?!\d)|[（(][2-5][)）])/gu;
/** Whoever counts his matters parts them by commas, too. */
const counted =
  /[两二三四五几2-5](?:件|个|样|宗|点)(?:事|问题|嘢|诉求|情况)|(?:^|[：:，。])(?:一是|第一|其一|首先|1[、.．）]|[（(]1[)）])/u;
const comma = /[，,、]/gu;
/** How a caller begins to count: no word of the first matter. */
const opening =
  /^(?:(?:我|本人)?(?:要|想)?(?:反映|投诉|举报)?[两二三四五几2-5](?:件|个|样|宗|点)(?:事|问题|嘢|诉求|情况)[：:，,。\s]*)?(?:(?:一是|第一|其一|首先|1[、.．）]|[（(]1[)）])[：:，,、\s]*)?/u;
const edges = /^[\s，,、。；;：:]+|[\s，,、；;：:]+$/gu;
/** From here on a part says its matter plainly. */
const plainFrom = 0.75;
const shortest = 4;

type Told = { code: string | null; confidence: number };
type Range = readonly [from: number, to: number];

/** One matter of a call. `address`: the place that was said once for all; null where its own words name one, or none did. */
export type Matter = { code: string; text: string; address: string | null };

/** What a part means, without a code where it is talk; which two codes are told of one matter; the place in some words. */
export type Reader = {
  tell: (part: string) => Told;
  isSame: (one: string, other: string) => boolean;
  placeIn: (words: string) => string | null;
};

/**
 * The matters that a call names apart, in its order, each with its own words; empty for a call of one matter, and where
 * it is in doubt. Words between two matters stay with the one before; what leads up to the first one stays there.
 * `plain` reads as `said` and has its length, else it is shown instead.
 */
export function mattersIn({ said, plain }: { said: string; plain: string }, reader: Reader): Matter[] {
  const shown = said.length === plain.length ? said : plain;
  const found: { code: string; words: string[] }[] = [];
  const lead: string[] = [];
  const parts = partsOf(plain);
  // Most calls tell one matter: nothing of them need be read.
  if (parts.length < 2) return [];
  for (const [from, to] of parts) {
    const words = shown.slice(from, to).replace(edges, '');
    if (words === '') continue;
    const code = plainlyTold(plain.slice(from, to), reader);
    const known = code === null ? found.at(-1) : found.find((one) => reader.isSame(one.code, code));
    if (known) known.words.push(words);
    else if (code === null) lead.push(words);
    else found.push({ code, words: [words] });
  }
  if (found.length < 2) return [];
  found[0]!.words.unshift(...lead);
  return placed(
    found.map(({ code, words }) => ({ code, text: words.join('，') })),
    reader,
  );
}

function plainlyTold(part: string, { tell }: Reader): string | null {
  if ([...part.trim()].length < shortest) return null;
  const { code, confidence } = tell(part);
  return confidence < plainFrom ? null : code;
}

/** A place that was named for an earlier matter holds for those behind it that name none. */
function placed(matters: readonly Omit<Matter, 'address'>[], { placeIn }: Reader): Matter[] {
  let common: string | null = null;
  return matters.map(({ code, text }) => {
    const own = placeIn(text);
    const address = own === null ? common : null;
    common = own ?? common;
    return { code, text, address };
  });
}

function partsOf(plain: string): Range[] {
  const whole = cut(plain, [opening.exec(plain)![0].length, plain.length], turn);
  return counted.test(plain) ? whole.flatMap((range) => cut(plain, range, comma)) : whole;
}

/** A range without the separators in it. */
function cut(plain: string, [start, end]: Range, at: RegExp): Range[] {
  const ranges: Range[] = [];
  let from = start;
  for (const found of plain.slice(start, end).matchAll(at)) {
    ranges.push([from, start + found.index]);
    from = start + found.index + found[0].length;
  }
  return [...ranges, [from, end]];
}
