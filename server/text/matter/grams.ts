/** Longer texts say what they are about well before this; it bounds the time of one reading. */
const readUpTo = 1_500;
/** Everything but Han characters, Latin letters and the sign of an unknown number parts words from each other. */
const between = /[^\p{Script=Han}a-z0]+/gu;

const kin =
  '女儿|儿子|老公|老婆|爱人|丈夫|妻子|妈妈?|爸爸?|父亲|母亲|哥哥?|姐姐?|弟弟?|妹妹?|邻居|同事|朋友|家人|室友';
/** A clause that only says whom to ring or where to pay: 找我女儿138****1234也行, 退款请打到卡号…. */
const contact = new RegExp(
  `(?<![^，。；！？,;\\s])(?:可以|也可|请|有事|有问题|需要|退款|退钱){0,2}(?:打到|汇到|转到|打给?|拨打?|找|联系|联络|致电|回复|回电|加)?(?:我|本人)?的?(?:${kin})?的?` +
    '(?:联系)?(?:电话|手机|座机|号码|微信|卡号|账号|账户|银行卡)?[号码系是为：:\\s]{0,3}(?=[\\d*])[\\d*\\s-]{7,}(?:也行|也可以|都得|都可以|就行|联系)?',
  'gu',
);

/** Who speaks, how to reach them and in which flat they live: no part of what is wrong, and nothing to learn by heart. */
const personal = [
  contact,
  /(?:身份证|电话|手机|座机|回电|致电|联系方式|微信|工单|车牌)[号码尾人为是:：]{0,4}[\s\d+*x\-—()（）或零一二三四五六七八九]{4,}/giu,
  /(?:来电人|举报人|投诉人|报警人|市民|群众)[\p{Script=Han}*]{0,4}(?:反映|举报|投诉|来电称|称)/gu,
  /(?:家住|现住|住址|住在)[\p{Script=Han}*]{1,10}[\d*]+[号栋座]?/gu,
  /(?<![\p{Script=Han}])(?:我叫|我姓|本人姓|来电人|举报人|投诉人|报警人|联系人|姓名)[\p{Script=Han}*]{1,4}(?=[，,。；、（(\s])/gu,
  /[\d*]+[栋幢座巷](?:[\d*]+单元)?[\d*]*[房室号]?/gu,
];

/**
 * 字元组: every run of one to three characters of a text, by its code points, 0 behind a shorter one; one that comes again is
 * told again. Numbers count as one sign.
 */
export function walkGrams(text: string, visit: (first: number, second: number, third: number) => void): void {
  const plain = personal
    .reduce((rest, pattern) => rest.replace(pattern, '，'), text.slice(0, readUpTo).toLowerCase())
    .replace(/\d+/g, '0');
  for (const part of plain.split(between)) {
    const signs = [...part].map((sign) => sign.codePointAt(0)!);
    for (let from = 0; from < signs.length; from += 1) {
      const [first, second, third] = [signs[from]!, signs[from + 1], signs[from + 2]];
      visit(first, 0, 0);
      if (second !== undefined) visit(first, second, 0);
      if (second !== undefined && third !== undefined) visit(first, second, third);
    }
  }
}

/** The grams of a text, each once, as they are learnt and kept. */
export function gramsOf(text: string): string[] {
  const found = new Set<string>();
  walkGrams(text, (...signs) => found.add(String.fromCodePoint(...signs.filter((sign) => sign !== 0))));
  return [...found];
}
