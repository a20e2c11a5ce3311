import { maskDoors, maskHomes } from './mask-homes.ts';
import { maskNumbers } from './mask-numbers.ts';
import { stars } from './mask-papers.ts';
import { simplify } from './plain.ts';
import { namesIn } from './names.ts';
import { compoundSurnames } from './surnames.ts';

/** Room and building numbers out of an address: 星湖名城3栋502房 becomes 星湖名城*栋*房. Roads and estates stay. */
export function maskAddress(address: string): string {
  return maskDoors(maskNumbers(address));
}

/** The surname stays: 张三丰 becomes 张**. Titles stay: 张先生. */
export function maskName(name: string): string {
  const clean = name.trim();
  if (/^.{1,2}(?:先生|女士|小姐|阿姨|师傅|某某?)$/u.test(clean)) return clean;
  const letters = [...clean];
  const kept = compoundSurnames.has(letters.slice(0, 2).join('')) && letters.length > 2 ? 2 : 1;
  return letters.slice(0, kept).join('') + stars(Math.min(letters.length, 8) - kept);
}

/** 13800138000 becomes 138****8000; of any other number only the last three stay, of a short one nothing. */
export function maskPhone(phone: string): string {
  const digits = phone.normalize('NFKC').replaceAll(/\D/gu, '');
  const bare = digits.replace(/^(?:00)?86(?=1\d{10}$)/u, '');
  if (/^1[3-9]\d{9}$/u.test(bare)) return `${bare.slice(0, 3)}****${bare.slice(-4)}`;
  return stars(Math.max(4, bare.length - 3)) + (bare.length >= 7 ? bare.slice(-3) : '');
}

/** So many names of one text are looked for in the rest of it. */
const mostNames = 20;

/** Names where they stand as such, and the same names wherever else they stand; one of two letters may be a word too. */
function maskNames(text: string, onlyTold: boolean): string {
  const names = namesIn(simplify(text), onlyTold);
  if (names.length === 0) return text;
  let masked = '';
  let from = 0;
  for (const { at, length, kept } of names) {
    masked += text.slice(from, at + kept) + stars(length - kept);
    from = at + length;
  }
  masked += text.slice(from);
  const whole = new Set(names.flatMap(({ at, length }) => (length > 2 ? [text.slice(at, at + length)] : [])));
  for (const name of [...whole].slice(0, mostNames)) masked = masked.replaceAll(name, maskName(name));
  return masked;
}

/**
 * Personal data out of free text: mobile and landline numbers, identity and bank cards, door numbers of homes, names
 * wherever they are told from other words. `onlyTold`: in notes among colleagues only names behind 我叫, 联系人 and the like,
 * for they name each other. Masking what is masked changes nothing. Places that a crew must find stay.
 */
export function maskText(text: string, onlyTold = false): string {
  let masked = text;
  // What is cut out may bring the words before it next to the words after it: again until nothing changes.
  for (let round = 0; round < mostRounds; round += 1) {
    const again = maskOnce(masked, onlyTold);
    if (again === masked) break;
    masked = again;
  }
  return masked;
}

/** More than a text of any length was ever seen to need. */
const mostRounds = 8;

const maskOnce = (text: string, onlyTold: boolean): string =>
  maskNames(maskHomes(maskNumbers(text)), onlyTold);

/** What is known of a person whose words, or words about whom, are to be masked. */
export type Known = {
  name?: string | null | undefined;
  phone?: string | null | undefined;
  address?: string | null | undefined;
};

// 高山 is a name, and 高山路 a road.
const placeFollows = '(?![路街道村巷桥镇区社市县园岗河江湖山])';
const literal = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');

const digitsOf = (text: string): string => text.replaceAll(/\D/gu, '');

/** The digits by which a number is told from others, without its area code; null for what is too short to be one. */
function localOf(number: string): string | null {
  const digits = digitsOf(number.normalize('NFKC'));
  const local = /^0[12]\d{9}$/u.test(digits) ? digits.slice(3) : /^0\d{10,11}$/u.test(digits) ? digits.slice(4) : digits.slice(-8); // prettier-ignore
  return local.length < 7 ? null : local;
}

/** A number as a pattern, with whatever stands between its digits, with or without its area code. */
const numberPattern = (local: string): RegExp =>
  new RegExp(`(?<!\\d)(?:\\d{0,6}[-\\s]?)?${[...local].join('[-\\s]?')}(?!\\d)`, 'gu');

/**
 * Takes somebody's own name, number and home out of a text, wherever they stand and without any word that leads to them:
 * "陈大文反映积水" by the caller 陈大文. Of a `hidden` person not even the surname and the last digits stay.
 */
export function maskKnown(text: string, { name, phone, address }: Known, hidden = false): string {
  let masked = text;
  const shown = (value: string, mask: (value: string) => string): string => (hidden ? '***' : mask(value));
  const home = address?.trim() ?? '';
  if (home.length >= 4) masked = masked.replaceAll(home, () => maskAddress(home));
  const called = name?.trim() ?? '';
  const letters = [...called].length;
  // Most texts hold neither: to make a pattern of each caller costs more than to read what he says.
  if (letters >= 2 && masked.includes(called) && !/[\d*]|先生|女士|小姐|匿名|市民|群众/u.test(called))
    masked = masked.replaceAll(new RegExp(literal(called) + (letters === 2 ? placeFollows : ''), 'gu'), () =>
      shown(called, maskName),
    );
  const digits = digitsOf(text);
  for (const number of (phone ?? '').split(/[/、,，;；]/u)) {
    const local = localOf(number);
    if (local !== null && digits.includes(local))
      masked = masked.replaceAll(numberPattern(local), (found) => shown(found, maskPhone));
  }
  return masked;
}

const leftOver = /[0-9０-９xXＸｘ]*\*{3,}[0-9０-９xXＸｘ]*/gu;
const leads =
  '(我叫做?|我的名字[是叫]|名叫|名字[叫是]|姓名|联系人|联络人|投诉人|举报人|报料人|诉求人|来电人|当事人|户主|业主|本人|我是)([：:是为叫\\s]{0,3})';
const ledSurname = new RegExp(`${leads}\\p{Script=Han}{1,2}(?:\\*+|先生|女士|小姐|阿姨|师傅|某+)`, 'gu');

/** The words of somebody who asked for confidentiality: no surname, no last digits (举报人信息不得给被举报单位). */
export function hideText(text: string): string {
  return maskText(text).replaceAll(ledSurname, '$1$2***').replaceAll(leftOver, '***');
}
