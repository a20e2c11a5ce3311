/** 一电多事: where one matter of a call ends and another may begin. */
const turn =
  /[；;\n]|[。，,、]?(?:另外|还有(?!人|没|冇)|此外|顺便|再有|再者|仲有|第[二三四五]|其[次二三]|[二三四五]是|(?<!\d)[2-5][、.．）)](?!\d)|[（(][2-5][)）])/u;
/** Whoever counts his matters parts them by commas, too. */
const counted =
  /[两二三四五几2-5](?:件|个|样|宗|点)(?:事|问题|嘢|诉求|情况)|(?:^|[：:，。])(?:一是|第一|其一|首先|1[、.．）)]|[（(]1[)）])/u;
const comma = /[，,、]/u;
/** From here on a part says its matter plainly. */
const plainFrom = 0.75;
const shortest = 4;

type Told = { code: string | null; confidence: number };

/**
 * The codes of the matters that a call names apart, in its order; empty for a call of one matter. `tell` reads one part,
 * without a code where it is talk and no matter by itself; `isSame` says which two codes are reported of one matter.
 */
export function mattersIn(
  text: string,
  tell: (part: string) => Told,
  isSame: (one: string, other: string) => boolean,
): string[] {
  const whole = text.split(turn);
  const parts = counted.test(text) ? whole.flatMap((part) => part.split(comma)) : whole;
  const found: string[] = [];
  for (const part of parts) {
    if ([...part.trim()].length < shortest) continue;
    const { code, confidence } = tell(part);
    if (code === null || confidence < plainFrom) continue;
    if (found.every((other) => !isSame(other, code))) found.push(code);
  }
  return found.length > 1 ? found : [];
}
