/** A category and the words by which callers mean it; its own name is one of them. */
export type CategoryWords = { code: string; name?: string; words: readonly string[] };
export type Guess = { code: string; confidence: number; words: string[] };

/**
 * 分类: the category whose words the text holds, weighed by their length (a long word says more than a short one);
 * the title counts twice. Null when no word speaks: then it is a person's judgement, not a guess.
 */
export function guessCategory(
  categories: readonly CategoryWords[],
  title: string,
  text: string,
): Guess | null {
  let best: Guess | null = null;
  let weightSum = 0;
  for (const { code, name, words } of categories) {
    // A category without words (the one of last resort) is never meant by its name.
    const meant = words.length > 0 && name !== undefined && !words.includes(name) ? [name, ...words] : words;
    const found = meant.filter((word) => text.includes(word) || title.includes(word));
    if (found.length === 0) continue;
    const weight = found.reduce((sum, word) => sum + word.length ** 1.5 * (title.includes(word) ? 2 : 1), 0);
    weightSum += weight;
    if (!best || weight > best.confidence) best = { code, confidence: weight, words: found };
  }
  return best && { ...best, confidence: Math.round((best.confidence / weightSum) * 1000) / 1000 };
}
