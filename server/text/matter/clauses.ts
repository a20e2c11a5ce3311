import { tellMatter } from './matter.ts';
import type { CategoryWords, Guess, Likely } from './matter.ts';
import type { Model } from './model.ts';

/** Talk that is no matter beside another: a question, a wish, thanks, anger at those who did not come. */
export const talk = ['other', 'consult', 'suggestion', 'praise', 'petition'];
/** From here on a clause by itself says its matter plainly. */
const plainFrom = 0.5;
const shortest = 3;
/** What is told in more clauses than this was told in the first of them. */
const most = 12;

/** The parts of a text between its stops that are long enough to say something. */
export const clausesOf = (text: string, least: number): string[] =>
  text.split(/[，。；！？,;!?～~\s]+/u).filter((part) => part.length >= least);

/** What the clauses say plainly, each by itself, the plainest first. */
export const plainIn = (clauses: readonly Guess[]): Likely[] =>
  clauses
    .flatMap(({ heard }) => heard.slice(0, 1))
    .filter(({ code, confidence }) => confidence >= plainFrom && !talk.includes(code))
    .sort((a, b) => b.confidence - a.confidence);

/** 判类 of a whole call, and of each of its clauses: where the whole leaves the machine unsure, the plainest clause says it. */
export function tellCall(
  model: Model,
  categories: ReadonlyMap<string, CategoryWords>,
  words: { title: string; text: string },
): { guess: Guess; clauses: Guess[] } {
  const whole = tellMatter(model, categories, words);
  const parts = clausesOf(words.text, shortest);
  // A text of one clause is told as a whole.
  const clauses = (parts.length > 1 ? parts.slice(0, most) : []).map((text) =>
    tellMatter(model, categories, { title: '', text }),
  );
  const [plain] = whole.code === null ? plainIn(clauses) : [];
  if (!plain) return { guess: whole, clauses };
  const first = (list: readonly Likely[]): Likely[] =>
    [plain, ...list.filter(({ code }) => code !== plain.code)].slice(0, list.length);
  const guess = { ...plain, likely: first(whole.likely), heard: first(whole.heard) };
  return { guess, clauses };
}
