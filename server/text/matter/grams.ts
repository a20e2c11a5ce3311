/** Longer texts say what they are about well before this; it bounds the time of one reading. */
const readUpTo = 1_500;
const longest = 3;
/** Everything but Han characters, Latin letters and the sign of an unknown number parts words from each other. */
const between = /[^\p{Script=Han}a-z0]+/gu;

/** Who speaks, how to reach them and in which flat they live: no part of what is wrong, and nothing to learn by heart. */
const personal = [
  /(?:身份证|电话|手机|座机|回电|致电|联系方式|微信|工单|车牌)[号码尾人为是:：]{0,4}[\s\d+*x\-—()（）或零一二三四五六七八九]{4,}/giu,
  /(?:来电人|举报人|投诉人|报警人|市民|群众)[\p{Script=Han}*]{0,4}(?:反映|举报|投诉|来电称|称)/gu,
  /(?:家住|现住|住址|住在)[\p{Script=Han}*]{1,10}[\d*]+[号栋座]?/gu,
  /(?<![\p{Script=Han}])(?:我叫|我姓|本人姓|来电人|举报人|投诉人|报警人|联系人|姓名)[\p{Script=Han}*]{1,4}(?=[，,。；、（(\s])/gu,
  /[\d*]+[栋幢座巷](?:[\d*]+单元)?[\d*]*[房室号]?/gu,
];

/** 字元组: every run of one to three characters that the text holds, each once; numbers count as one sign. */
export function gramsOf(text: string): string[] {
  const found = new Set<string>();
  const plain = personal
    .reduce((rest, pattern) => rest.replace(pattern, '，'), text.slice(0, readUpTo).toLowerCase())
    .replace(/\d+/g, '0');
  for (const part of plain.split(between)) {
    const signs = [...part];
    for (let from = 0; from < signs.length; from += 1) {
      let gram = '';
      for (let size = 1; size <= longest && from + size <= signs.length; size += 1) {
        gram += signs[from + size - 1]!;
        found.add(gram);
      }
    }
  }
  return [...found];
}
