/**
 * How alike two texts are: pairs of neighbouring characters (most Chinese words have two), compared as vectors. Characters
 * that only join words and the phrases that stand in every letter to an office count for nothing.
 */
export type Gist = ReadonlyMap<string, number>;

const joining =
  '的了是在我有和就不人都一也很到要去你会着没这那被把给让与及或之其而但却因为以于从向对将已还又再更最能可应该请吧吗呢啊个您们些么什怎何如年月日号时分点';
const stock = /尊敬的?|领导|您好|你好|谢谢|感谢|书记|市长|县长|区长|投诉|举报|反映|反应|咨询|请问|建议|希望|恳请|请求|要求|强烈|小区|业主|居民|市民|群众|老百姓|政府|相关|有关|部门|严重|影响|问题|情况|解决|处理|尽快|及时|附近|旁边|周边|生活|正常|我们|他们|现在|目前|一直|已经|可以|没有|为什么|怎么|什么|如何|是否|进行|导致|造成/gu; // prettier-ignore

/** Where it is says nothing of what it is: two matters of one street are two. */
const areas =
  /[A-Z]\d*[市区县]|\p{Script=Han}{2}(?:街道|社区|大道|县|区(?![域别间分])|市(?![场民政容区价])|镇|乡|路(?![灯面口边段障])|街(?![面边上头]))/gu;

/** Who speaks, and where he lives, says nothing of what it is either: names (masked by then) and what stands beside them. */
const speaker =
  /\p{Script=Han}{1,2}\*+|来电人|来电|回电|电话|手机|座机|身份证|本人|我叫|姓名|联系人|联系方式|住址|\*+(?:栋|幢|座|单元|室|房)+/gu;

/** The vector of a text; what is in the title counts twice. Names are left out by the caller: they are compared apart. */
export function gistOf(title: string, body: string, names: readonly string[] = []): Gist {
  const gist = new Map<string, number>();
  for (const [text, weight] of [
    [title, 2],
    [body, 1],
  ] as const) {
    let left = text;
    for (const name of names) left = left.replaceAll(name, '。');
    for (const [run] of left
      .replace(speaker, '。')
      .replace(areas, '。')
      .replace(stock, '。')
      .matchAll(/\p{Script=Han}{2,}/gu)) {
      // Whole characters, not halves of one: 𨋢 (困𨋢) is two units long.
      const letters = [...run];
      for (let i = 0; i + 2 <= letters.length; i += 1) {
        if (joining.includes(letters[i]!) || joining.includes(letters[i + 1]!)) continue;
        const pair = letters[i]! + letters[i + 1]!;
        gist.set(pair, (gist.get(pair) ?? 0) + weight);
      }
    }
  }
  // A word said five times is not five times the matter.
  for (const [pair, count] of gist) gist.set(pair, 1 + Math.log(count));
  return gist;
}

/** Cosine of a text against the middle of several, 0 to 1: what most of them say weighs most. */
export function alike(one: Gist, others: readonly Gist[]): number {
  const middle = new Map<string, number>();
  for (const other of others) {
    const size = lengthOf(other);
    for (const [pair, weight] of other) middle.set(pair, (middle.get(pair) ?? 0) + weight / size);
  }
  let dot = 0;
  for (const [pair, weight] of one) dot += weight * (middle.get(pair) ?? 0);
  const size = lengthOf(one) * lengthOf(middle);
  return size > 0 ? dot / size : 0;
}

const lengthOf = (gist: Gist): number =>
  Math.sqrt([...gist.values()].reduce((sum, one) => sum + one * one, 0)) || 1;

/** Up to three words that a text has in common with most of the others, for a reason that a caller could be told. */
export function sharedWords(one: Gist, others: readonly Gist[]): string[] {
  const half = Math.max(1, others.length / 2);
  const common = [...one.keys()]
    .map((pair) => ({ pair, said: others.filter((other) => other.has(pair)).length }))
    .filter(({ said }) => said >= half)
    .sort((a, b) => b.said - a.said || one.get(b.pair)! - one.get(a.pair)!);
  const words: string[] = [];
  // 搅拌 and 拌站 are pieces of one word.
  const touch = ([a, b]: readonly string[], [c, d]: readonly string[]): boolean => a === d || b === c;
  for (const { pair } of common)
    if (words.length < 3 && !words.some((word) => touch([...word], [...pair]))) words.push(pair);
  return words;
}
