import { maskPapers, stars } from './mask-papers.ts';

// A digit as people type it: ASCII or full width.
const d = '[0-9０-９]';
const gap = '[-\\s－—]?';
export const alone = { before: `(?<!${d})`, after: `(?!${d})` };

// No boundaries: eleven digits like these are masked wherever they stand, also within a longer row of groups.
const mobile = new RegExp(`([1１][3-9３-９]${d})${gap}${d}{4}${gap}(${d}{4})`, 'gu');
// With a dot or a comma between its parts, or parted elsewhere: 138.0013.8000, 13800 138000.
const parted = new RegExp(`${alone.before}([1１][3-9３-９]${d})[.．·•、，,/]${d}{4}[.．·•、，,/](${d}{4})${alone.after}`, 'gu'); // prettier-ignore
const uneven = new RegExp(
  `(?<!${d}[- ]?)([1１][3-9３-９]${d})(?:${d}{2} ${d}{2}|[- ]${d}{3}[- ]${d}|${d}[- ]${d}{3}(?=${d}[- ]))(${d}[- ]?${d}{3})(?![- ]?${d}|元|万)`,
  'gu',
);
const said = '[零〇○一幺二两三四五六七八九壹贰叁肆伍陆柒捌玖]';
const spokenMobile = new RegExp(`[一幺1壹][-\\s，、,]{0,2}[三四五六七八九叁肆伍陆柒捌玖](?:[-\\s，、,]{0,2}${said}){9}`, 'gu'); // prettier-ignore
/** Any other number said digit by digit: with its area code, of a card's length, or behind words that lead to a number. */
const spoken = new RegExp(`(?<!${said})(?:${said}[-\\s，、,]{0,2}){6,17}${said}(?!${said}|[十百千万])`, 'gu');
const spokenLead = /(?:电话|座机|固话|手机|手提|号码|打|拨)[俾给到通我佢他她系是为：:\s]{0,3}$/u;
// With blanks wherever the caller drew breath: 1 3 8 0 0 …, 13825 61 7730.
const spelt = new RegExp(`${alone.before}[1１] ?[3-9３-９](?: ?${d}){9}${alone.after}`, 'gu');
const landline = new RegExp(
  `${alone.before}([0０]${d}{2,3}|[（(][0０]${d}{2,3}[)）])(${gap})${d}{4,5}(${d}{3})${alone.after}`,
  'gu',
);
// 0758 2288 991.
const spacedLandline = new RegExp(
  `(?<!${d}[- ]?)([0０]${d}{2,3})[- ]${d}{3,4}[- ]${d}?(${d}{3})(?![- ]?${d})`,
  'gu',
);
const calledNumber = new RegExp(
  `((?:电话|座机|固话|宅电|手提|传真|小灵通|致电|回电|(?<![票单件备册据机码])号码|[打拨](?=[俾给到通我佢他她]{0,2}[ ：:]?[2-8２-８]${d}{6})|手机)[^0-9０-９，。；\\n]{0,4})(?!0|[48]00)(?:${d}{3}[-－— ]?${d}|${d}{4}[-－— ]?${d}?)(${d}{3})${alone.after}`,
  'gu',
);
// 港澳台: eight or nine digits behind the code of the place.
const abroad = new RegExp(
  `((?:[+＋]|${alone.before}00)${gap}(?:852|853|886)${gap})(?:${d}${gap}){4,5}((?:${d}${gap}){3}${d})${alone.after}`,
  'gu',
);
// An identity card with gaps anywhere between its parts: region, year, month and day, number.
const idCard = new RegExp(
  `${alone.before}[1-8]${d}{5}[- ]?(?:19|20)${d}{2}[- ]?[01]${d}[- ]?[0-3]${d}[- ]?${d}{3}[0-9xXＸｘ]${alone.after}`,
  'gu',
);
// Eleven digits and more in one piece (but no decimals), or in the groups in which cards are printed.
const longNumber = new RegExp(
  `(?<!${d})(?<!${d}[.．])(?:${d}{4}(?:[- ]${d}{4}){3}(?:[- ]?${d}{1,3})?|${d}{6} ${d}{8} ${d}{3}[0-9xXＸｘ]|${d}{11,30}[xXＸｘ]?)${alone.after}`,
  'gu',
);

// The number of a ticket is no person's (it leads a further call to its matter), nor is that of a firm or a thing.
const ticket =
  /(?:工单|诉求|案件|受理|事件|订单|流水|上次的?|之前的?|快递|运单|物流|发票|合同|项目|设备|灯杆|井盖|信用|注册|许可证|执照)(?:编?号码?|单号|代码)?[：:是为\s]{0,3}[A-Za-z]{0,4}$/u;

/** Identity cards keep the region, bank cards the last four, other long numbers three and four. */
function maskLong(found: string): string {
  const bare = found.replaceAll(/[- ]/gu, '');
  if (/[xXＸｘ]$/u.test(bare) || bare.length === 18 || bare.length === 15) {
    return bare.slice(0, 6) + stars(bare.length - 6);
  }
  if (bare.length >= 16) return stars(bare.length - 4) + bare.slice(-4);
  return bare.slice(0, 3) + stars(bare.length - 7) + bare.slice(-4);
}

const isTicket = (found: string, at: number, text: string): boolean =>
  ticket.test(text.slice(Math.max(0, at - 16), at)) && !/^1[3-9]\d{9}$/u.test(found);

const maskUnlessTicket = (found: string, at: number, whole: string): string =>
  isTicket(found, at, whole) ? found : maskLong(found);

/** Digits like a mobile's within the number of a ticket, a firm or a thing are none. */
function maskMobile(found: string, head: string, tail: string, at: number, whole: string): string {
  const before = /[0-9]{0,24}$/u.exec(whole.slice(Math.max(0, at - 24), at))![0].length;
  return before > 0 && isTicket('', at - before, whole) ? found : `${head}****${tail}`;
}

function maskSpoken(found: string, at: number, whole: string): string {
  const digits = found.replaceAll(/[-\s，、,]/gu, '');
  const known = (digits.length >= 10 && /^[零〇○]/u.test(digits)) || [15, 18].includes(digits.length);
  if (!known && !spokenLead.test(whole.slice(Math.max(0, at - 8), at))) return found;
  return `****${digits.slice(-3)}`;
}

/** Everything that is written in digits: telephones, identity and bank cards, plates, accounts. */
export function maskNumbers(text: string): string {
  return maskPapers(text)
    .replaceAll(spokenMobile, (found) => `${found.slice(0, 3)}****${found.slice(-4)}`)
    .replaceAll(spoken, maskSpoken)
    .replaceAll(parted, '$1****$2')
    .replaceAll(abroad, '$1****$2')
    .replaceAll(spacedLandline, '$1****$2')
    .replaceAll(landline, '$1$2****$3')
    .replaceAll(idCard, maskUnlessTicket)
    .replaceAll(longNumber, maskUnlessTicket)
    .replaceAll(mobile, maskMobile)
    .replaceAll(uneven, '$1****$2')
    .replaceAll(spelt, (found) => found.replaceAll(' ', '').replace(/^(...).*(....)$/u, '$1****$2'))
    .replaceAll(calledNumber, '$1****$2');
}
