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

/** The words of danger in a text, each once, in the order of the lists; empty when there is none. */
export function dangerWords(text: string): string[] {
  const found = grave.filter((word) => said(text, word));
  const who = frail.filter((word) => said(text, word));
  if (found.length > 0) return [...found, ...who];
  return who.length > 0 && peril.some((word) => said(text, word)) ? who : [];
}

/** Whether one of the words alone means that life is at stake now. */
export function isGrave(words: readonly string[]): boolean {
  return words.some((word) => grave.includes(word));
}

function said(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!denial.test(text.slice(Math.max(0, at - 8), at))) return true;
  }
  return false;
}
