import { dangerSigns } from './danger-signs.ts';

/** Words of danger to life: an event that holds one rings and stays on top until a person confirms it (law 13). */
const grave = [
  ...['着火', '起火', '火烧', '火警', '明火', '失火', '自燃', '着咗火', '烧着了', '烧起来', '浓烟', '爆炸', '爆燃'],
  ...['漏气', '煤气泄漏', '燃气泄漏', '气体泄漏', '漏煤气', '漏燃气', '煤气味', '燃气味', '瓦斯味', '液氨', '液氯', '氯气泄漏', '硫化氢', '中毒'],
  ...['触电', '漏电', '电到人', '电亲', '电晕', '电伤', '带电', '电线掉', '电线跌'],
  ...['溺水', '遇溺', '落水', '掉进河', '掉到河', '掉下河', '跌落河', '掉进水', '掉水里', '掉进江', '被冲走', '掉落井', '跌落井', '掉进井', '踩空', '坠井'],
  ...['坠楼', '坠落', '跳楼', '跳河', '跳江', '跳桥', '轻生', '自杀', '想不开', '割腕'],
  ...['昏迷', '晕倒', '昏倒', '晕咗', '叫不醒', '不省人事', '抽搐', '没呼吸', '没有呼吸', '冇呼吸', '休克', '心梗', '中风', '中暑', '救命', '流血', '出血', '重伤', '受伤', '撞伤', '撞到人', '撞倒人', '烧伤', '烫伤', '骨折', '羊水'],
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
/** 怕水漫上来, 防滑倒: what might be. 怕她要跳 is no such thing: who says so means now. */
const supposed =
  /(?:怕(?!是)|担心|万一|容易|以免|避免|防止|预防|防(?!盗)|免得|一旦|如果|假如|要是|差点|险些|迟早|建议|谨防|严防|杜绝|加强|希望)[^，。！？,!?\n]{0,10}$/;
const past =
  /(?:去年|前年|上个?月|上周|上星期|前几年|(?:19|20)\d\d年|几年前|曾经?(?!在)|当年|以前|个?月前|年前|感谢|表扬|锦旗)/;
const again = /现在|又|还在|仍|至今|今天|刚|正在|马上|快来/;
/** 工伤认定, 中风险, 防溺水宣传: the word as a subject. */
const subject =
  /^[^，。！？,!?\n]{0,5}(?:报警器|检测|保险|险种|风险|补贴|报销|赔偿|赔钱|鉴定|认定|后遗症|演练|培训|宣传|知识|讲座|预案|隐患|证明|治理|工程|教育|医药费|治疗费|保护器|开关)/;
const settled = /已经?(?:被)?(?:扑灭|灭了|救出|救起|修好|处理|控制住|送医|出院|脱险)|造谣|谣言|辟谣/;
/** What only sounds like danger. */
const idioms =
  /气炸|气死|热死|吓死|烦死|累死|吵死|臭死|笑死|冻死了|炸街|炸锅|火爆|爆炸式|跳楼[价甩机大清]|跳楼机|中风险|电脑中毒|带电[脑话动瓶视子器]|落水管|消防通道|救命(?:稻草|钱|药|消防)|三上吊|严重伤害|着火车|喘不过气的|羊水穿刺|叫天天不应|流血流汗|火烧眉毛|失踪人口|掉头发|被电[话脑视梯动瓶商信子费力]|明火执仗|摔跤比赛|轮胎漏气|门窗漏气|冰箱漏气/gu;

/** The words of danger in a text, each once, in the order of the lists; empty when there is none. */
export function dangerWords(said: string): string[] {
  const text = said.replaceAll(idioms, (idiom) => '～'.repeat(idiom.length));
  // A word of danger rings unless it is denied or only a subject: a fear, or a year ago, is for a person to tell (law 13).
  const words = grave.filter((word) => holds(text, word, subject));
  const found = words.length > 0 ? words : signsIn(text);
  const who = frail.filter((word) => holds(text, word));
  if (found.length > 0) return [...found, ...who];
  return who.length > 0 && peril.some((word) => holds(text, word)) ? who : [];
}

/** Whether one of the words alone means that life is at stake now; whoever needs help first is none of them. */
export function isGrave(words: readonly string[]): boolean {
  return words.some((word) => !frail.includes(word));
}

/** Whether the text holds the word, not denied, and not before what `unless` names. */
function holds(text: string, word: string, unless?: RegExp): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const behind = text.slice(at + word.length, at + word.length + 24);
    if (!denial.test(text.slice(Math.max(0, at - 8), at)) && !unless?.test(behind)) return true;
  }
  return false;
}

/** Said of here and now: not denied, supposed, over, or the subject of a question. */
function isNow(text: string, at: number, word: string): boolean {
  const before = text.slice(Math.max(0, at - 24), at);
  const behind = text.slice(at + word.length, at + word.length + 24);
  if (denial.test(before.slice(-8))) return false;
  const own = /跳|活|死|遗|药/u.test(word);
  if (supposed.test(before) && !own) return false;
  if (subject.test(behind)) return false;
  if (settled.test(text.slice(at)) || (past.test(before) && !again.test(text.slice(at)))) return false;
  return true;
}

/** At most three of the signs are named. */
function signsIn(text: string): string[] {
  const found: string[] = [];
  // Looked for before they are walked through: nineteen texts of twenty hold none, and a walk costs more than its search.
  for (const sign of dangerSigns.filter((one) => text.search(one) >= 0))
    for (const { 0: words, index } of text.matchAll(sign)) {
      if (found.length === 3) return found;
      if (isNow(text, index, words) && !found.includes(words)) found.push(words);
    }
  return found;
}
