import type { Kind } from './kind.ts';
import type { Chance } from './random.ts';
import type { Sense } from './types.ts';

/** One of the choices for every `{a|b}`. */
export const say = (chance: Chance, template: string): string =>
  template.replace(/\{([^{}]*)\}/gu, (_, choices: string) => chance.pick(choices.split('|')));

/** Every way to say a template. */
export function ways(template: string): string[] {
  const found = /\{([^{}]*)\}/u.exec(template);
  if (!found) return [template];
  return found[1]!.split('|').flatMap((one) => ways(template.replace(found[0], one)));
}

const openings: Record<'hotline' | 'citizen' | 'patrol' | 'police', readonly string[]> = {
  hotline: ['', '', '', '你好，', '喂，你好，', '我想反映一下，', '我要投诉，', '唔该，', '市民来电反映：', '来电人称，', '想问下有没有人管，', '我系街坊，', '麻烦登记一下，', '那个，我说一下啊，'], // prettier-ignore
  citizen: ['', '', '', '', '随手拍：', '路过看到，', '请看图，', '反映问题：', '@肇庆 '],
  patrol: ['', '', '巡查发现', '日常巡查：', '采集上报：'],
  police: ['【110转】报警人称', '110转办：', '接警：', '非警务警情流转，报警人称'],
};
const role = (source: Sense): keyof typeof openings =>
  source === 'collector' || source === 'grid' ? 'patrol' : source === 'police' || source === 'citizen' ? source : 'hotline'; // prettier-ignore

const tails = ['', '', '', '谢谢', '唔该晒', '！！', '？', '（附图）', '谢谢领导', '拜托了', '～'];

/** A whole report, as its kind of reporter puts it: where, what, more, the caller's own data, what is wanted. */
export function speak(chance: Chance, kind: Kind, source: Sense, where: string, own: string): string {
  const what = say(chance, chance.pick(kind.says));
  const brief = source === 'collector' || source === 'grid' || source === 'police';
  const more = chance.is(brief ? 0.15 : 0.4) ? chance.pick(kind.more) : '';
  const want = chance.is(brief ? 0.2 : 0.4) ? chance.pick(kind.wants) : '';
  const open = chance.pick(openings[role(source)]);
  const told = whereAndWhat(chance, where, what);
  const rest = [more, own, want].filter((one) => one !== '');
  if (own && chance.is(0.15))
    return `${open}${own}，${[told, more, want].filter((one) => one !== '').join('，')}`;
  const stop = chance.pick(['，', '，', '，', '。', ' ']);
  return open + [told, ...rest].join(stop) + (brief ? '' : chance.pick(tails));
}

function whereAndWhat(chance: Chance, where: string, what: string): string {
  if (where === '') return what;
  const roll = chance.next();
  if (roll < 0.6) return where + chance.pick(['', '，', '这边', ' ']) + what;
  if (roll < 0.85) return `${what}，${chance.pick(['在', '就在', '地址：', '地点', '位置在', '喺'])}${where}`;
  return `${chance.pick(['我在', '我们', '人在', '刚经过'])}${where}，${what}`;
}
