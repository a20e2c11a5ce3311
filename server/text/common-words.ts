import { readFileSync } from 'node:fs';
import { surnames } from './surnames.ts';

/** Words and letters as people use them, read from the dictionary of jieba: 邻居常常 is told from 邻居常林 by them. */
type Usage = {
  /** Everyday words of two letters. */
  words: ReadonlySet<string>;
  /** Letters of everyday words that hardly ever stand in a given name. */
  notInNames: ReadonlySet<string>;
  /** Letters that stand in given names much more often than elsewhere. */
  namelike: ReadonlySet<string>;
};

/** A word counts from so many uses on in jieba's corpus; from fewer where its first letter is a surname, too. */
const [oftenUsed, oftenAfterSurname] = [500, 40];
const commonLetters = 1900;

/** Words of the hotline that the corpus of jieba, older than they are, has seldom or never. */
const ofTheHotline =
  '洪水 洪涝 招牌 招工 招生 盘山 布告 业主 物业 停车 噪音 扰民 小区 井盖 路灯 垃圾 欠薪 退费 电梯 油烟 广场 孩子 老人 家门 隔壁 楼上 楼下 门口 天天 成日 孙子 孙女 许可 顾问 谢谢 黄牛 宁静 安静 钱财 车库 金桂 花岗 黄泥 温馨 毕业 关怀 储蓄 严格 司法 师生 师傅 陈述 何居 安置 华润 蓝天 白图'.split(' '); // prettier-ignore
/** Letters of given names however often they stand elsewhere. */
const given = '中一方来全有进定发力法本同元得行会代年北原多首育业任合光生成国家文明建华军平安涵梓轩怡佳欣雨诗子小大天水火木金土旺财富贵福禄寿喜根树林森海涛江河山石玉珍珠宝银钱凤凰燕鹤莺娟娥婵婷妹娣姐嫂弟哥好带招喜顺和气爱连四五六七八九三二十百千万淑佑月航程展能如可习名然问采之雾果香俭争其'; // prettier-ignore
/** Letters of no given name, even if they end one in a novel. */
const never = '的了在是不我他她你们这那哪什么个没被把给让叫说讲话打骂欠骗就也都还又再很太吗呢吧啊呀着过去跟对从向但因为所以已将要想能应该只与及或等就反映投诉举报户主区县镇村街道路号栋单元楼房室层段店厂场站院校所局部队组处科校物件条款项目停车电话面外边后左右处分秒点日今昨上下午早夜'; // prettier-ignore
/** Letters that parents choose. */
const chosen = '涵梓轩怡佳欣诗婷倩妍琳嫦娣妹娥锦棠焕炳坤淑惠慧颖莹莺燕芬芳莲蓉薇萱岚霞梅桂兰菊秀珍玲玉英丽敏静娟艳雪琴婉仪珊媚嘉豪俊杰伟强国志文斌辉雄锋勇涛浩宇翔鹏飞龙虎峰磊鑫森林洋泽睿轩逸晨曦旭阳明亮光荣华昌盛兴旺福禄寿喜贵财富根树生木金添德仁义礼智信忠孝廉良善康健宁平和顺祥瑞吉庆祖宗继承绍裕兆伦思彤心怡语晴定晓小美月娴娜莎妮娅妙丹红翠绿青紫彩凤凰鸣鹤松柏竹梅元亨利贞建立成功业学海山川江河湖泉源清波涟漪霄汉星辰升初春夏秋冬暖柔慈恩赐宝珠银铭钊钧铨镇钢铁岩岗毅刚坚卫正圆耀煌灿炜烨煜焯熙照景昊昆东中安'; // prettier-ignore
/** More often a title, a place or a word behind the name. */
const behindNames = '的之子老叔伯爷娘公王道方大西南北石土日水火直云天';

export const isHan = (letter: string): boolean => /^\p{Script=Han}$/u.test(letter);

/** One word of the dictionary a line: word, uses, part of speech (nr: a person's name). */
function* dictionary(): Generator<[word: string, uses: number, part: string]> {
  const file = new URL(import.meta.resolve('@node-rs/jieba/dict.txt'));
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [word, uses, part] = line.split(' ');
    if (word && uses && part) yield [word, Number(uses), part];
  }
}

function readUsage(): Usage {
  const words = new Set(ofTheHotline);
  const inNames = new Map<string, number>();
  const elsewhere = new Map<string, number>();
  const add = (to: Map<string, number>, letter: string, uses: number): void => {
    to.set(letter, (to.get(letter) ?? 0) + uses);
  };
  for (const [word, uses, part] of dictionary()) {
    const letters = [...word];
    if (part === 'nr' && letters.length === 3 && surnames.has(letters[0]!))
      for (const letter of letters.slice(1)) add(inNames, letter, 1);
    if (part.startsWith('nr')) continue;
    for (const letter of letters) add(elsewhere, letter, uses);
    const enough = surnames.has(letters[0]!) ? oftenAfterSurname : oftenUsed;
    if (letters.length === 2 && uses >= enough && letters.every(isHan)) words.add(word);
  }
  return { words, ...lettersOf(inNames, elsewhere) };
}

/** By how much more often, as a logarithm, a letter stands in given names than elsewhere. */
function lettersOf(
  inNames: ReadonlyMap<string, number>,
  elsewhere: ReadonlyMap<string, number>,
): Pick<Usage, 'notInNames' | 'namelike'> {
  const sum = (of: ReadonlyMap<string, number>): number => [...of.values()].reduce((a, b) => a + b, 0);
  const [names, rest] = [sum(inNames), sum(elsewhere)];
  const ratio = new Map(
    [...elsewhere].map(([letter, uses]) => [
      letter,
      Math.log(((inNames.get(letter) ?? 0) + 0.5) / names / ((uses + 50) / rest)),
    ]),
  );
  const common = [...elsewhere].sort(([, a], [, b]) => b - a).slice(0, commonLetters);
  const rare = common.filter(
    ([letter]) =>
      isHan(letter) &&
      ((!given.includes(letter) && (ratio.get(letter)! <= -0.5 || (inNames.get(letter) ?? 0) < 6)) ||
        never.includes(letter)),
  );
  const often = [...ratio].filter(
    ([letter, by]) => isHan(letter) && by > 0.8 && (inNames.get(letter) ?? 0) >= 8,
  );
  const namelike = [
    ...often.map(([letter]) => letter).filter((one) => !behindNames.includes(one)),
    ...chosen,
  ];
  return { notInNames: new Set(rare.map(([letter]) => letter)), namelike: new Set(namelike) };
}

let read: Usage | undefined;
/** Read at the first text: a third of a second, then half a megabyte. */
const usage = (): Usage => (read ??= readUsage());

/** Whether these two letters are a word of everyday speech. */
export const isWord = (pair: string): boolean => usage().words.has(pair);
/** Whether a letter hardly ever stands in a given name. */
export const isNotInNames = (letter: string): boolean => usage().notInNames.has(letter);
/** Whether a letter stands in given names much more often than elsewhere. */
export const isNamelike = (letter: string): boolean => usage().namelike.has(letter);
