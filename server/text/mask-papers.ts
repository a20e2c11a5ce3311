export const stars = (count: number): string => '*'.repeat(Math.max(0, count));

const letter = '[A-HJ-NP-Za-hj-np-z]';
const sign = '[0-9A-HJ-NP-Za-hj-np-z]';
const plate = new RegExp(
  `([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼] ?${letter})([·•.\\- ]?)(?=[A-Za-z]{0,5}\\d)${sign}{4,5}[0-9A-HJ-NP-Za-hj-np-z挂学警港澳试超领]?(?![0-9A-Za-z])`,
  'gu',
);
const embassy = /([使领])\d{6}(?!\d)|([使领])[A-Z0-9]{3}\d{3}(?!\d)/gu;
const namedPlate =
  /((?:车牌|粤牌|牌照|车号)(?:号码?)?[：:是为\s]{0,3})[A-HJ-NP-Z][·•. -]?(?=[A-Z]{0,4}\d)[A-HJ-NP-Z0-9]{4,6}(?![0-9A-Z])/gu;
// Nothing else is written with this dot: H·8K123.
const dottedPlate = /(?<![0-9A-Za-z])[A-HJ-NP-Z][·•](?=[A-Z]{0,5}\d)[A-HJ-NP-Z0-9]{5,6}(?![0-9A-Z])/gu;
// 电动车 端州A08123: the city's own plates of two and three wheels.
const bicycle =
  /((?:电动|三轮|摩托|电单|电瓶|助力)车?(?:车?牌)?(?:号码?)?[：:是为\s]{0,2}\p{Script=Han}{2}[·\s]?)[A-Z]?\d{5,7}(?!\d)/gu;

const account =
  /((?:(?:微信|薇信|威信|V信|v信|抖音|快手|小红书|支付宝|陌陌|(?<![A-Za-z])(?:[Vv][Xx]|[Ww][Xx]|[Ww]e[Cc]hat|WhatsApp|[Ll]ine))(?:I[Dd]|号|同号|账号)?|(?:加|➕)[我个佢他她]?(?:微信|微|薇|威|[Vv][Xx]?)号?)[：:是为\s]{0,3})(?!I[Dd]|APP|H5)([A-Za-z][-\w]{4,19})/gu;
const chat =
  /((?:[Qq]{2}|(?<![A-Za-z])[Qq](?=[：:号\d])|扣扣|企鹅|(?:微信|抖音|快手|小红书)(?=号?[：:是]?\s?\d{6}))号?码?[：:是为\s]{0,3})[1-9]\d{4,10}(?!\d)/gu;
const mail = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/gu;
const paper =
  /((?:通行证|回乡证|护照|台胞证|证件号码?|军官证|士官证|士兵证|优待证|社保号|医保号|社保卡号?|医保卡号?|残疾证号?)[号码：:是为\s]{0,4}(?:\p{Script=Han}字第)?)[A-Za-z]{0,2}\d{7,12}(?!\d)/gu;
/** What a hospital or a fund keeps a person under: letters, digits, dashes. */
const record =
  /((?:住院|病历|病案|门诊|就诊卡?|社保卡|医保卡)号?码?(?:[（(]卡号)?[：:是为\s]{0,2})[A-Za-z]?\d[-0-9A-Za-z]{4,17}/gu;
/** 网名“小鹿乱撞520”: whoever knows it finds the person. */
const netName = /((?:网名|昵称|微信名|群名片|网友)[叫是为：:\s]{0,2}[“"「『])[^”"」』\n]{2,20}(?=[”"」』])/gu;
/** Of a card the first digits are shown, so the last must not be. */
const cardTail =
  /((?:身份证|证件)(?:号码?)?的?(?:尾号|[后末][四六4-6][位码]|最后[四六4-6]位)[数号]?[：:是为\s]{0,3})\d{3,5}[0-9xX]/gu;

const born =
  /((?:出生(?:日期|年月日?|于)?|生于|生日)[：:是为在\s]{0,3}(?:19|20)\d\d)(年|[-./])\d{1,2}(?:(月)(?:\d{1,2}日?)?|[-./]\d{1,2})/gu;
const bornThen = /((?:19|20)\d\d年)\d{1,2}月(?:\d{1,2}日)?(?=出生(?!证)|出世|生(?=[，。）)；;]|$))/gu;
/** The class that somebody's own child goes to; of a class that is the matter itself nothing goes. */
const form =
  /((?:孩子|儿子|女儿|[孙外]甥?[子女]|小孩|[我个][仔女]|细路|侄[子女]|弟弟|妹妹)[^，。；！？\n]{0,16}(?:年级|初[一二三]|高[一二三]|[小大中]班))[（(]?[0-9一二三四五六七八九十]{1,2}[）)]?班/gu;

/** 粤H·12345 becomes 粤H·***45: whose car it is stays in the sealed words. */
const maskPlate = (found: string, area: string, dot: string): string =>
  area + dot + stars(found.length - area.length - dot.length - 2) + found.slice(-2);

/** Plates, accounts, mail, papers, the day of a birth (its year stays) and the class of a child. */
export function maskPapers(text: string): string {
  return text
    .replaceAll(mail, '***@***')
    .replaceAll(account, (_, lead: string, name: string) => `${lead}${name.slice(0, 1)}***`)
    .replaceAll(chat, '$1****')
    .replaceAll(paper, '$1****')
    .replaceAll(record, '$1****')
    .replaceAll(netName, '$1***')
    .replaceAll(cardTail, '$1****')
    .replaceAll(plate, maskPlate)
    .replaceAll(namedPlate, (found, lead: string) => `${lead}****${found.slice(-2)}`)
    .replaceAll(dottedPlate, (found) => `${found.slice(0, 2)}***${found.slice(-2)}`)
    .replaceAll(bicycle, (found, lead: string) => `${lead}***${found.slice(-2)}`)
    .replaceAll(embassy, (found) => found.slice(0, 1) + stars(found.length - 3) + found.slice(-2))
    .replaceAll(born, (_, year: string, gap: string, month: string | undefined) =>
      month ? `${year}${gap}*月` : `${year}${gap}**`,
    )
    .replaceAll(bornThen, '$1*月')
    .replaceAll(form, '$1*班');
}
