// A digit as people type it: ASCII or full width.
const d = '[0-9０-９]';
const gap = '[-\\s－—]?';
export const alone = { before: `(?<!${d})`, after: `(?!${d})` };

// No boundaries: eleven digits like these are masked wherever they stand, also within a longer row of groups.
const mobile = new RegExp(`([1１][3-9３-９]${d})${gap}${d}{4}${gap}(${d}{4})`, 'gu');
const spoken = /[一幺1][-\s]?[三四五六七八九](?:[-\s]?[零〇○一幺二两三四五六七八九]){9}/gu;
// One digit after another with a blank between: 1 3 8 0 0 …
const spelt = new RegExp(`${alone.before}[1１] ${d}(?: ${d}){9}${alone.after}`, 'gu');
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

const plate = new RegExp(
  `([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Za-hj-np-z])([·•.\\- ]?)(?=[A-Za-z]{0,5}${d})[0-9A-HJ-NP-Za-hj-np-z]{4,5}[0-9A-HJ-NP-Za-hj-np-z挂学警港澳试超领]?(?![0-9A-Za-z])`,
  'gu',
);
const embassy = /([使领])\d{6}(?!\d)|([使领])[A-Z0-9]{3}\d{3}(?!\d)/gu;
const namedPlate =
  /(车牌(?:号码?)?[：:是为\s]{0,3})[A-HJ-NP-Z](?=[A-Z]{0,4}\d)[A-HJ-NP-Z0-9]{4,6}(?![0-9A-Z])/gu;
const account =
  /((?:微信号?|薇信|威信|加微|V信|v信|[Vv][Xx]|[Ww][Xx])(?:号|同号)?[：:是为\s]{0,3})([A-Za-z][-\w]{4,19})/gu;
const chat = /((?:[Qq]{2}|扣扣|企鹅)号?码?[：:是为\s]{0,3})[1-9]\d{4,10}(?!\d)/gu;
const mail = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/gu;
const paper =
  /((?:通行证|回乡证|护照|台胞证|证件号码?|军官证)[号码：:是为\s]{0,4})[A-Za-z]{1,2}\d{7,9}(?!\d)/gu;
// The number of a ticket is no person's: it leads a further call to its matter.
const ticket =
  /(?:工单|诉求|案件|受理|事件|订单|流水|上次的?|之前的?)(?:编?号码?|单号)?[：:是为\s]{0,3}[A-Za-z]{0,4}$/u;

export const stars = (count: number): string => '*'.repeat(Math.max(0, count));

/** Identity cards keep the region, bank cards the last four, other long numbers three and four. */
function maskLong(found: string): string {
  const bare = found.replaceAll(/[- ]/gu, '');
  if (/[xXＸｘ]$/u.test(bare) || bare.length === 18 || bare.length === 15) {
    return bare.slice(0, 6) + stars(bare.length - 6);
  }
  if (bare.length >= 16) return stars(bare.length - 4) + bare.slice(-4);
  return bare.slice(0, 3) + stars(bare.length - 7) + bare.slice(-4);
}

/** 粤H·12345 becomes 粤H·***45: whose car it is stays in the sealed words. */
const maskPlate = (found: string, area: string, dot: string): string =>
  area + dot + stars(found.length - area.length - dot.length - 2) + found.slice(-2);

const maskAccounts = (text: string): string =>
  text
    .replaceAll(mail, '***@***')
    .replaceAll(account, (_, lead: string, name: string) => lead + name.slice(0, 1) + '***')
    .replaceAll(chat, '$1****')
    .replaceAll(paper, '$1****')
    .replaceAll(plate, maskPlate)
    .replaceAll(namedPlate, (found, lead: string) => `${lead}****${found.slice(-2)}`)
    .replaceAll(embassy, (found) => found.slice(0, 1) + stars(found.length - 3) + found.slice(-2));

const isTicket = (found: string, at: number, text: string): boolean =>
  ticket.test(text.slice(Math.max(0, at - 14), at)) && !/^1[3-9]\d{9}$/u.test(found);

/** Everything that is written in digits: telephones, identity and bank cards, plates, accounts. */
export function maskNumbers(text: string): string {
  return maskAccounts(text)
    .replaceAll(spoken, (found) => found.slice(0, 3) + '****' + found.slice(-4))
    .replaceAll(spelt, (found) => found.slice(0, 5) + '****' + found.slice(-4))
    .replaceAll(abroad, '$1****$2')
    .replaceAll(spacedLandline, '$1****$2')
    .replaceAll(landline, '$1$2****$3')
    .replaceAll(longNumber, (found: string, at: number, whole: string) =>
      isTicket(found, at, whole) ? found : maskLong(found),
    )
    .replaceAll(mobile, '$1****$2')
    .replaceAll(calledNumber, '$1****$2');
}
