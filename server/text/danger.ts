/** Words of danger to life: an event that holds one rings and stays on top until a person confirms it (law 13). */
const grave = ['被困', '受困', '困住', '漏气', '煤气泄漏', '燃气泄漏', '漏煤气', '触电', '漏电', '着火', '起火', '火烧', '火警', '明火', '爆炸', '溺水', '落水', '掉落井', '跌落井', '踩空', '坠楼', '跳楼', '昏迷', '救命', '流血', '重伤', '塌方', '坍塌', '困𨋢', '困电梯', '煤气味', '中毒', '走失', '轻生']; // prettier-ignore
/** People who need help first: they ring when the matter itself is dangerous. */
const frail = ['老人', '小孩', '孩子', '儿童', '婴儿', '孕妇', '残疾'];
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
