import { compoundSurnames, surnames } from './surnames.ts';

// A digit as people type it: ASCII or full width.
const d = '[0-9０-９]';
const gap = '[-\\s－—]?';
const alone = { before: `(?<!${d})`, after: `(?!${d})` };

// No boundaries: eleven digits like these are masked wherever they stand, also within a longer row of groups.
const mobile = new RegExp(`([1１][3-9３-９]${d})${gap}${d}{4}${gap}(${d}{4})`, 'gu');
const spoken = /[一幺1][三四五六七八九](?:[零〇○一幺二三四五六七八九]){9}/gu;
const landline = new RegExp(
  `${alone.before}([0０]${d}{2,3}|[（(][0０]${d}{2,3}[)）])(${gap})${d}{4,5}(${d}{3})${alone.after}`,
  'gu',
);
const calledNumber = new RegExp(
  `((?:电话|座机|固话|宅电|致电|回电|号码)[^0-9０-９，。；\\n]{0,4})${d}{4,5}(${d}{3})${alone.after}`,
  'gu',
);
// 港澳台: eight or nine digits behind the code of the place.
const abroad = new RegExp(
  `((?:[+＋]|${alone.before}00)${gap}(?:852|853|886)${gap})(?:${d}${gap}){4,5}((?:${d}${gap}){3}${d})${alone.after}`,
  'gu',
);
// Eleven digits and more in one piece (but no decimals), or in the groups in which cards are printed.
const longNumber = new RegExp(
  `(?<!${d})(?<!${d}[.．])(?:${d}{4}(?:[- ]${d}{4}){3}(?:[- ]?${d}{1,3})?|${d}{6} ${d}{8} ${d}{3}[0-9xXＸｘ]|${d}{11,30}[xXＸｘ]?)${alone.after}`,
  'gu',
);

const stars = (count: number): string => '*'.repeat(Math.max(0, count));

/** Identity cards keep the region, bank cards the last four, other long numbers three and four. */
function maskLong(found: string): string {
  const bare = found.replaceAll(/[- ]/gu, '');
  if (/[xXＸｘ]$/u.test(bare) || bare.length === 18 || bare.length === 15) {
    return bare.slice(0, 6) + stars(bare.length - 6);
  }
  if (bare.length >= 16) return stars(bare.length - 4) + bare.slice(-4);
  return bare.slice(0, 3) + stars(bare.length - 7) + bare.slice(-4);
}

function maskNumbers(text: string): string {
  return text
    .replaceAll(spoken, (found) => found.slice(0, 3) + '****' + found.slice(-4))
    .replaceAll(abroad, '$1****$2')
    .replaceAll(landline, '$1$2****$3')
    .replaceAll(longNumber, maskLong)
    .replaceAll(mobile, '$1****$2')
    .replaceAll(calledNumber, '$1****$2');
}

const count =
  '(?:[A-Za-zＡ-Ｚ甲乙丙丁]?[0-9０-９]{1,4}[A-Za-z]?|[一二三四五六七八九十百]{1,4}|[A-Za-zＡ-Ｚ甲乙丙丁东西南北])';
const building = `${count}(?:栋|幢|座|号楼|#楼|梯)`;
const inside = `(?:${count}(?:单元|门|梯|层|楼))`;
const roomNumber = '[A-Za-z]?[0-9０-９]{1,4}[A-Za-z]?|[一二三四五六七八九十]{1,5}';
// A house within a building; a room number of three or four digits; 3-2-502. The building alone is a place to go to.
const door = new RegExp(
  `${building}[ ,，]?${inside}*(?:${roomNumber})?(?:号?房|室|户|号)` +
    `|${building}[ ,，]?${inside}*[- ]?[0-9０-９]{3,4}${alone.after}` +
    `|${inside}+(?:${roomNumber})(?:号?房|室|户)` +
    `|${alone.before}[A-Za-z]?[0-9０-９]{3,4}[A-Za-z]?(?:号?房(?!间)|室)` +
    `|${alone.before}[0-9０-９]{1,2}[-－][0-9０-９]{1,2}[-－][0-9０-９]{3,4}${alone.after}`,
  'gu',
);
const house = new RegExp(`([村巷里弄队组坊寨])[0-9０-９]{1,4}(号(?!线|门岗|井|点))`, 'gu');
const home = /((?:我家|家住|住在|住址|家庭住址|居住地址|户籍地址?)[：:是在]?)([^，。；！？\n]{1,40})/gu;

const maskDigits = (found: string): string =>
  found
    .replaceAll(/[A-Za-z]?[0-9０-９]+[A-Za-z]?|[A-ZＡ-Ｚ甲乙丙丁]/gu, '*')
    .replaceAll(/[一二三四五六七八九十百]+/gu, '*');

/** Room and building numbers out of an address: 星湖名城3栋502房 becomes 星湖名城*栋*房. Roads and estates stay. */
export function maskAddress(address: string): string {
  return maskNumbers(address).replaceAll(door, maskDigits).replaceAll(house, '$1*$2');
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

const leads =
  '(我叫做?|我的名字[是叫]|名叫|名字[叫是]|姓名|联系人|投诉人|举报人|报料人|诉求人|来电人|当事人|户主|业主|本人|我是)([：:是为叫\\s]{0,3})';
const lead = new RegExp(`${leads}(\\p{Script=Han}[\\p{Script=Han}·]{1,8})`, 'gu');
// A name is over where one of these begins.
const nameEnd =
  /^(?:$|[^\p{Script=Han}]|电话|手机|联系|住|家|在|是|反映|投诉|举报|来电|称|说|要|想|的|及|和|与|今|昨|女|男|系|于|已|因|表)/u;
const title = /^(?:先生|女士|小姐|阿姨|师傅|老师|医生|某|同志|经理|生|姨|叔|伯|哥|姐)/u;
// Words that begin like a name and are none.
const notName =
  /^(?:[\p{Script=Han}]{0,1}(?:于|和|向|任何|石头|安全|应该|应当|时常|常常|成年|连续|路过|路人|路边|经常|解决|明天|包括|全部|全体|单位|和平))/u;

/** The name that a leading word is followed by: how many letters of surname and of given name; null when it is none. */
function nameAt(rest: string): { kept: number; given: number } | null {
  const letters = [...rest];
  const kept = compoundSurnames.has(letters.slice(0, 2).join('')) ? 2 : 1;
  if (kept === 1 && !surnames.has(letters[0] ?? '')) return null;
  if (title.test(letters.slice(kept).join('')) || notName.test(rest)) return null;
  const ends = (given: number): boolean =>
    letters.length >= kept + given && nameEnd.test(letters.slice(kept + given).join(''));
  // Where the end is unclear, one letter too many is masked rather than one too few.
  return { kept, given: ends(1) ? 1 : ends(2) ? 2 : Math.min(2, letters.length - kept) };
}

/** So many names of one text are looked for in the rest of it. */
const mostNames = 20;

/** Names behind leading words, and the same names wherever else they stand; one of two letters may be a word too. */
function maskLedNames(text: string): string {
  const names = new Set<string>();
  const masked = text.replaceAll(lead, (whole, before: string, between: string, rest: string) => {
    const name = nameAt(rest);
    if (!name) return whole;
    const letters = [...rest];
    const end = name.kept + name.given;
    if (end > 2 && names.size < mostNames) names.add(letters.slice(0, end).join(''));
    return (
      before +
      between +
      letters.slice(0, name.kept).join('') +
      stars(name.given) +
      letters.slice(end).join('')
    );
  });
  let all = masked;
  for (const name of names) all = all.replaceAll(name, maskName(name));
  return all;
}

/**
 * Personal data out of free text: mobile and landline numbers, identity and bank cards, door numbers of homes, names
 * after 我叫, 姓名, 联系人 and the like. Masking what is masked changes nothing. Places that a crew must find stay.
 */
export function maskText(text: string): string {
  let masked = text;
  // What is cut out may bring the words before it next to the words after it: again until nothing changes.
  for (let round = 0; round < mostRounds; round += 1) {
    const again = maskOnce(masked);
    if (again === masked) break;
    masked = again;
  }
  return masked;
}

/** More than a text of any length was ever seen to need. */
const mostRounds = 8;

function maskOnce(text: string): string {
  return maskLedNames(
    maskNumbers(text)
      .replaceAll(home, (_, before: string, place: string) => before + maskAddress(place))
      .replaceAll(door, maskDigits),
  );
}

/** What is known of a person whose words, or words about whom, are to be masked. */
export type Known = {
  name?: string | null | undefined;
  phone?: string | null | undefined;
  address?: string | null | undefined;
};

// 高山 is a name, and 高山路 a road.
const placeFollows = '(?![路街道村巷桥镇区社市县园岗河江湖山])';
const literal = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');

/** One number as a pattern: its last digits with whatever stands between them, with or without its area code. */
function numberPattern(number: string): RegExp | null {
  const digits = number.normalize('NFKC').replaceAll(/\D/gu, '');
  const local = /^0[12]\d{9}$/u.test(digits) ? digits.slice(3) : /^0\d{10,11}$/u.test(digits) ? digits.slice(4) : digits.slice(-8); // prettier-ignore
  if (local.length < 7) return null;
  return new RegExp(`(?<!\\d)(?:\\d{0,6}[-\\s]?)?${[...local].join('[-\\s]?')}(?!\\d)`, 'gu');
}

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
  if (letters >= 2 && !/[\d*]|先生|女士|小姐|匿名|市民|群众/u.test(called))
    masked = masked.replaceAll(new RegExp(literal(called) + (letters === 2 ? placeFollows : ''), 'gu'), () =>
      shown(called, maskName),
    );
  for (const number of (phone ?? '').split(/[/、,，;；]/u)) {
    const pattern = numberPattern(number);
    if (pattern) masked = masked.replaceAll(pattern, (found) => shown(found, maskPhone));
  }
  return masked;
}

const leftOver = /[0-9０-９xXＸｘ]*\*{3,}[0-9０-９xXＸｘ]*/gu;
const ledSurname = new RegExp(`${leads}\\p{Script=Han}{1,2}(?:\\*+|先生|女士|小姐|阿姨|师傅|某+)`, 'gu');

/** The words of somebody who asked for confidentiality: no surname, no last digits (举报人信息不得给被举报单位). */
export function hideText(text: string): string {
  return maskText(text).replaceAll(ledSurname, '$1$2***').replaceAll(leftOver, '***');
}
