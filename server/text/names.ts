import { isHan, isNamelike, isNotInNames, isWord } from './common-words.ts';
import { after, beforeSafe, calls, claim, deed, dotted, doubtful, foreign, formal, from, joining, loose, never, nobody, origin, parted, placeAhead, placeLetters, roles, safe, self, sold, start, strong, suffix, syllables, titled, weak } from './name-words.ts'; // prettier-ignore
import { compoundSurnames, surnames } from './surnames.ts';

/** Where a person's full name stands in a text; `kept` letters of it are the surname. */
export type NameAt = { at: number; length: number; kept: number };

type Letters = { kept: number; first: string; second: string; behind: string };

function lettersAt(text: string, at: number): Letters | null {
  const compound = compoundSurnames.has(text.slice(at, at + 2));
  if (!compound && !surnames.has(text[at] ?? '')) return null;
  const kept = compound ? 2 : 1;
  const first = text[at + kept] ?? '';
  return {
    kept,
    first,
    second: text[at + kept + 1] ?? '',
    behind: text.slice(at + kept + 2, at + kept + 10),
  };
}

const mayBeGiven = (letter: string): boolean => isHan(letter) && !isNotInNames(letter);

/** Whether a second given letter belongs to the name rather than to the word behind it: 杨过 经常, but 王建国 家里. */
function second(kept: Letters, end: string): boolean {
  const { first, second: last, behind } = kept;
  if (!mayBeGiven(last)) return false;
  const next = behind[0] ?? '';
  if (loose.has(last) && !after.test(behind)) return false;
  if (!isWord(last + next) || /^[家的在]/u.test(next)) return true;
  return isWord(behind.slice(0, 2)) && after.test(behind) && !after.test(end + behind) && first !== last;
}

/** Whether a name of this length may end here: what follows is said of people, or begins with what no name holds. */
function ends(text: string, end: number): boolean {
  const rest = text.slice(end, end + 8);
  if (after.test(rest)) return true;
  if (placeAhead.test(rest)) return false;
  return (isWord(rest.slice(0, 2)) || isNotInNames(rest[0]!)) && !isWord(text[end - 1]! + rest[0]!);
}

/** A name that a word has led to. `sure`: the word says so (我叫), else it only may (邻居). */
function led(text: string, at: number, sure: boolean): NameAt | null {
  const letters = lettersAt(text, at);
  const rest = text.slice(at + (letters?.kept ?? 1), at + (letters?.kept ?? 1) + 4);
  if (!letters || titled.test(rest) || nobody.test(rest.slice(0, 2))) return null;
  const surname = text.slice(at, at + letters.kept);
  const closed = /^(?:$|[^\p{Script=Han}])/u;
  if (!mayBeGiven(letters.first))
    return sure && isHan(letters.first) && closed.test(rest.slice(1)) && !doubtful.has(surname)
      ? { at, length: letters.kept + 1, kept: letters.kept }
      : null;
  const last = letters.second;
  // Where a comma ends it, any letter may be the last of a name, but that of 温州人 or 低保户.
  const ended =
    (sure || letters.kept === 2) && isHan(last) && closed.test(letters.behind) && !roles.includes(last);
  const three = second(letters, last) || (ended && !placeLetters.includes(last));
  const name = { at, length: letters.kept + (three ? 2 : 1), kept: letters.kept };
  return fits(text, name, surname, sure, three) ? name : null;
}

function fits(text: string, { at, length }: NameAt, surname: string, sure: boolean, three: boolean): boolean {
  const end = at + length;
  const rest = text.slice(end, end + 8);
  const bounded = ends(text, end);
  const isDoubtful =
    doubtful.has(surname) && !(three && isNamelike(text[end - 2]!) && isNamelike(text[end - 1]!));
  const closed = /^(?:$|[^\p{Script=Han}])/u.test(rest);
  if (surname.length === 1 && isWord(text.slice(at, at + 2)) && !(closed && (sure || (three && !isDoubtful))))
    return false;
  if (never.has(surname) && !sure) return false;
  if (joining.has(surname) && !sure && !(three && closed)) return false;
  if (!bounded && placeAhead.test(rest)) return false;
  if (three && !sure && placeLetters.includes(text[end - 1]!)) return false;
  if (three) return bounded || !isDoubtful || !isWord(text.slice(end - 2, end));
  return sure ? bounded || !isNotInNames(rest[0]!) : bounded && !isDoubtful;
}

/** A name of three letters behind a word that leads to many things: 举报罗文斌在, but 举报黄色 and 被包围. */
function claimed(text: string, at: number): NameAt | null {
  const name = led(text, at, false);
  if (!name) return null;
  const end = at + name.length;
  if (name.length - name.kept < 2) return titled.test(text.slice(end, end + 3)) ? name : null;
  return ends(text, end) ? name : null;
}

/** 实名举报人大主席林志强: told by its letters alone. */
function plain(text: string, at: number): NameAt | null {
  const [surname, first, last, next] = [
    text[at]!,
    text[at + 1] ?? '',
    text[at + 2] ?? '',
    text[at + 3] ?? '',
  ];
  if (!safe.has(surname) || !isNamelike(first) || !isNamelike(last) || placeLetters.includes(last))
    return null;
  if (isWord(surname + first) || isWord(last + next) || titled.test(text.slice(at + 1, at + 5))) return null;
  const before = text[at - 1] ?? '';
  if (isWord(before + surname) || beforeSafe.test(before)) return null;
  const rest = text.slice(at + 3, at + 10);
  return placeAhead.test(rest) || sold.test(rest) ? null : { at, length: 3, kept: 1 };
}
/** 李明反映: of two letters only before what callers do, and of letters that are hardly anything but a name. */
const short = (text: string, at: number, first: string): NameAt | null =>
  safe.has(text[at]!) &&
  isNamelike(first) &&
  !placeLetters.includes(first) &&
  calls.test(text.slice(at + 2, at + 4))
    ? { at, length: 2, kept: 1 }
    : null;

/** A full name of three letters that stands by itself before what only people do: 李秀兰家门口, 王建华医生. */
function free(text: string, at: number): NameAt | null {
  const letters = lettersAt(text, at);
  if (!letters || !mayBeGiven(letters.first)) return null;
  if (titled.test(text.slice(at + letters.kept, at + letters.kept + 4))) return null;
  const { kept, first } = letters;
  if (kept === 1 && isWord(text[at]! + first)) return null;
  const three = second(letters, letters.second) && !placeLetters.includes(letters.second);
  if (kept === 1 && !three) return short(text, at, first);
  const length = kept + (three ? 2 : 1);
  const rest = text.slice(at + length, at + length + 10);
  const follows =
    doubtful.has(text[at]!) && !(isNamelike(first) && isNamelike(letters.second))
      ? titled.test(rest) || /^[（(，,] ?[男女]/u.test(rest)
      : deed.test(rest);
  return follows ? { at, length, kept } : null;
}

/** 张伟、王芳两人: names in a row. */
const row =
  /(?<=^|[，。；：:！？\n\s])\p{Script=Han}{2,4}(?:[、和与及]\p{Script=Han}{2,4}?)+?(?=等人|两人|二人|三人|三户|两户|[一二三四五六七八九十0-9]+[户人名]|夫妇|两兄弟|两姐妹|打架|吵架|都|没)/gu;

function inRows(text: string): NameAt[] {
  return [...text.matchAll(row), ...text.matchAll(list)].flatMap(({ 0: found, index }) => {
    const names: NameAt[] = [];
    let at = index;
    for (const piece of found.split(/[、和与及]/u)) {
      const letters = lettersAt(text, at);
      if (!letters || !mayBeGiven(letters.first) || piece.length - letters.kept > 2) return [];
      if (piece.length - letters.kept === 2 && !mayBeGiven(letters.second)) return [];
      if (isWord(piece.slice(0, 2)) || placeLetters.includes(piece.at(-1)!)) return [];
      names.push({ at, length: piece.length, kept: letters.kept });
      at += piece.length + 1;
    }
    return names;
  });
}

/** 林保全、苏志雄: at least two names of three letters each. */
const list =
  /(?<=^|[，。；：:！？（(“"\n\s友员户中])\p{Script=Han}{3}(?:、\p{Script=Han}{3})+(?=$|[^\p{Script=Han}、]|和我|等|均|共|正常)/gu;

/** A further name after the first: 黎国栋、黎国梁. */
const further = /^(?:、|和|与|及)(?=\p{Script=Han}{2,4}(?:、|和|与|，|。|；|三|两|二|等|都|没|也|$))/u;

/**
 * The full names of persons that a text holds, in order, none within another. Titles with a surname (张先生) are none.
 * `onlyTold`: those alone that a word names as such (我叫, 联系人).
 */
export function namesIn(text: string, onlyTold = false): NameAt[] {
  const found: NameAt[] = [];
  const add = (name: NameAt | null): void => {
    if (!name) return;
    found.push(name);
    const end = name.at + name.length;
    const step = further.exec(text.slice(end, end + 6));
    if (step) add(led(text, end + step[0].length, false));
  };
  const behind = (pattern: RegExp): number[] =>
    [...text.matchAll(pattern)].map(({ 0: lead, index }) => index + lead.length);
  for (const at of behind(strong)) add(led(text, at, true));
  if (onlyTold) return settled(found);
  for (const at of behind(weak)) add(led(text, at, false));
  for (const at of behind(from)) if (!doubtful.has(text[at] ?? '')) add(claimed(text, at));
  for (const at of [...behind(self), ...behind(origin)]) {
    const name = led(text, at, true);
    if (name && /^(?:$|[^\p{Script=Han}]|的|来自)/u.test(text.slice(at + name.length))) add(name);
  }
  for (const { 0: whole, 1: surname, 2: given, index } of text.matchAll(parted))
    if (surnames.has(surname!) || compoundSurnames.has(surname!))
      add({ at: index + whole.length - given!.length, length: given!.length, kept: 0 });
  for (const at of behind(suffix))
    if (!doubtful.has(text[at] ?? '') && text[at] !== '齐') add(claimed(text, at));
  for (const at of behind(claim)) add(claimed(text, at) ?? free(text, at));
  for (const at of behind(start)) add(free(text, at));
  for (let at = 0; at + 3 <= text.length; at += 1) add(plain(text, at));
  for (const { 0: name, index } of text.matchAll(foreign)) add({ at: index, length: name.length, kept: 1 });
  for (const { 0: name, index } of text.matchAll(dotted))
    if (syllables.test(name)) add({ at: index, length: name.length, kept: 1 });
  for (const { 0: whole, 1: name, index } of text.matchAll(formal))
    if (name && !nobody.test(name))
      add({
        at: index + whole.length - name.length,
        length: name.length,
        kept: lettersAt(text, index + whole.length - name.length)?.kept ?? 1,
      });
  for (const name of inRows(text)) add(name);
  return settled(found);
}

/** The longer name where two lie over each other. */
function settled(found: NameAt[]): NameAt[] {
  const order = found.sort((a, b) => a.at - b.at || b.length - a.length);
  const clear: NameAt[] = [];
  for (const name of order) {
    const last = clear.at(-1);
    if (!last || name.at >= last.at + last.length) clear.push(name);
  }
  return clear;
}
