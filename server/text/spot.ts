/**
 * 上下与两端: what a flat map does not tell apart. A bridge's deck and what is under it, its two ends, two banks, the near
 * and the far end of a road; `level:under`, `end:北`. Empty where nothing of it was said.
 */
export function spotsIn(text: string): string[] {
  const spots: string[] = [];
  const under = below.test(text);
  const over = above.test(text);
  if (under !== over) spots.push(under ? 'level:under' : 'level:over');
  const sides = new Set([...text.matchAll(ends)].map(([, a, b]) => a ?? b));
  if (sides.size === 1) spots.push(`end:${[...sides][0]!}`);
  const named = new Set([...text.matchAll(namedEnds)].map(([, name]) => name));
  if (named.size === 1) spots.push(`side:${[...named][0]!}`);
  return spots;
}

const below = /桥(?:底|下|洞)|桥的?(?:下面|底下)|高架(?:底|下)|涵洞|下穿|隧道(?:里|内|中|积水)|地下通道/u;
const above = /桥面|桥(?:的)?上(?:面)?|高架(?:桥)?(?:路面|上)|隧道顶/u;
const ends = /([东南西北])(?:端|头(?!村|镇)|岸|桥头|引桥)|桥([东南西北])(?![一-鿿]?(?:路|街|村|社区))/gu;
const namedEnds = /(\p{Script=Han}{2})(?:区|市|县)?(?:这头|那头|一头|一侧|那侧|这侧)/gu;
