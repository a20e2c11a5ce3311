import { heardDanger } from './heard.ts';

/** Words of danger to life: an event that holds one rings and stays on top until a person confirms it (law 13). */
const grave = [
  ...['着火', '起火', '火烧', '火警', '明火', '失火', '自燃', '着咗火', '烧着了', '烧起来', '浓烟', '爆炸', '爆燃'],
  ...['漏气', '煤气泄漏', '燃气泄漏', '气体泄漏', '漏煤气', '漏燃气', '煤气味', '燃气味', '瓦斯味', '液氨', '液氯', '氯气泄漏', '硫化氢', '中毒'],
  ...['触电', '漏电', '电到人', '电亲', '电晕', '电伤', '带电', '电线掉', '电线跌'],
  ...['溺水', '遇溺', '落水', '掉进河', '掉到河', '掉下河', '跌落河', '掉进水', '掉水里', '掉进江', '被冲走', '掉落井', '跌落井', '掉进井', '踩空', '坠井'],
  ...['坠楼', '坠落', '跳楼', '跳河', '跳江', '跳桥', '轻生', '自杀', '想不开', '割腕'],
  ...['昏迷', '晕倒', '昏倒', '晕咗', '叫不醒', '不省人事', '抽搐', '没呼吸', '没有呼吸', '冇呼吸', '休克', '心梗', '中风', '中暑', '救命', '流血', '出血', '重伤', '受伤', '撞伤', '撞到人', '撞倒人', '烧伤', '烫伤', '骨折', '羊水', '救护车过不', '救护车进不', '救护车出不', '救护车过唔', '救护车入唔', '救护车出唔'],
  ...['被困', '受困', '困住', '困咗', '困𨋢', '困电梯', '被压住', '压住人', '被埋', '埋住'],
  ...['塌方', '坍塌', '垮塌', '泥石流'],
  ...['持刀', '拿刀', '揸刀', '砍人', '斩人', '抢劫', '劫持', '绑架', '家暴', '走失', '走丢', '失踪'],
]; // prettier-ignore
/** People who need help first: they ring when the matter itself is dangerous. */
const frail = ['老人', '阿婆', '阿伯', '小孩', '孩子', '细路', '儿童', '婴儿', '宝宝', '孕妇', '残疾'];
const peril = [
  '浸',
  '淹',
  '水入屋',
  '积水',
  '断电',
  '停电',
  '倒塌',
  '塌',
  '死火',
  '出不来',
  '出唔到',
  '晕',
  '跌',
  '摔',
  '不见了',
  '唔见咗',
];
/** 未着火, 没有人被困: said to calm, not to warn. */
const denial = /(没有?|未|无|冇|不是|并非)(?:[^，。！？,.!?\s]{0,4})$/;
/** 工伤认定, 中风险, 防溺水宣传: the word as a subject. */
const subject =
  /^[^，。！？,!?\n]{0,5}(?:报警器|检测|保险|险种|风险|补贴|报销|赔偿|赔钱|鉴定|认定|后遗症|演练|培训|宣传|知识|讲座|预案|隐患|证明|治理|工程|教育|医药费|治疗费|保护器|开关)/;
/** What only sounds like danger. */
const idioms =
  /气炸|气死|热死|吓死|烦死|累死|吵死|臭死|笑死|冻死了|炸街|炸锅|火爆|爆炸式|跳楼[价甩机大清]|跳楼机|中风险|电脑中毒|带电[脑话动瓶视子器]|落水管|消防通道|救命(?:稻草|钱|药|消防)|三上吊|严重伤害|着火车|喘不过气的|羊水穿刺|叫天天不应|流血流汗|火烧眉毛|失踪人口|掉头发|被电[话脑视梯动瓶商信子费力]|明火执仗|摔跤比赛|轮胎漏气|门窗漏气|冰箱漏气/gu;

/**
 * The words of danger in a text, each once, in the order of the lists; where it holds none, the clause in which danger is
 * heard without one. Empty where there is neither.
 */
export function dangerWords(said: string): string[] {
  const text = said.replaceAll(idioms, (idiom) => '～'.repeat(idiom.length));
  // A word of danger rings unless it is denied or only a subject: a fear, or a year ago, is for a person to tell (law 13).
  const words = grave.filter((word) => holds(text, word, subject));
  const heard = words.length > 0 ? null : heardDanger(text);
  const found = heard === null ? words : [heard];
  const who = frail.filter((word) => holds(text, word));
  if (found.length > 0) return [...found, ...who];
  return who.length > 0 && peril.some((word) => holds(text, word)) ? who : [];
}

/** Whether one of the words alone means that life is at stake now; whoever needs help first is none of them. */
export function isGrave(words: readonly string[]): boolean {
  return words.some((word) => !frail.includes(word));
}

/**
 * Whether a word told it: whoever names the danger speaks of that and of nothing kindred. What is only heard from between
 * the words rings, but may belong to whatever stands there: kept to its own kind, it cost half a point of recall.
 */
export function namesDanger(words: readonly string[]): boolean {
  return words.some((word) => grave.includes(word)) || (words.length > 0 && !isGrave(words));
}

/** Whether the text holds the word, not denied, and not before what `unless` names. */
function holds(text: string, word: string, unless?: RegExp): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const behind = text.slice(at + word.length, at + word.length + 24);
    if (!denial.test(text.slice(Math.max(0, at - 8), at)) && !unless?.test(behind)) return true;
  }
  return false;
}
