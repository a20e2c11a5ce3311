/**
 * People who exist nowhere else: whatever of them stands outside a seal has leaked. One is an ordinary caller, one calls
 * from across the border, one asked for confidentiality.
 */
export const people = {
  ordinary: {
    name: '欧阳倩影',
    phone: '13977654321',
    address: '星湖名城37栋2单元1906房',
  },
  abroad: { name: '冼翠微', phone: '+852 93716284', address: '岗坪村三巷138号' },
  secret: { name: '莘若琳', phone: '0758-6173942', address: '蓝带花园45栋803房' },
} as const;
export const idCard = '44128319870415201X';

/** Every way in which the callers' data comes: led by 我叫, by nothing, spaced, full width, spoken, in a card's number. */
export const words = {
  title: '欧阳倩影（13977654321）反映路面水浸',
  called: `我叫欧阳倩影，电话139 7765 4321，身份证${idCard}，住星湖名城37栋2单元1906房，路面水浸。欧阳倩影本人在现场等候`,
  abroad: '来电人冼翠微反映路面水浸，回电+852 9371 6284或一三九七七六五四三二一，家住岗坪村三巷138号',
  secret:
    '莘若琳举报工地半夜施工噪声扰民，举报人莘若琳，座机0758-6173942，手机13977654321，住蓝带花园45栋803房',
  reported: '我是欧阳倩影，手机１３９７７６５４３２１，星湖名城37栋2单元1906房楼下井盖缺失',
  worked: '已联系欧阳倩影13977654321，并上门星湖名城37栋2单元1906房处理',
} as const;

type Canary = { what: string; text: string };
const canaries: readonly Canary[] = [
  { what: 'a name', text: people.ordinary.name },
  { what: 'a given name', text: '倩影' },
  { what: 'a name', text: people.abroad.name },
  { what: 'a name', text: people.secret.name },
  { what: 'a mobile number', text: '13977654321' },
  { what: 'a spoken number', text: '一三九七七六五四三二一' },
  { what: 'a landline', text: '07586173942' },
  { what: 'a number abroad', text: '85293716284' },
  { what: 'an identity card', text: '19870415201' },
  { what: 'a door of a home', text: '37栋' },
  { what: 'a door of a home', text: '1906房' },
  { what: 'a door of a home', text: '三巷138' },
  { what: 'a door of a home', text: '45栋' },
];

const escaped = (text: string): string =>
  [...text].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

/** The shapes in which a text may hide in a dump: itself, bytes in hex, JSON escapes, a web address. */
function shapesOf({ what, text }: Canary): Canary[] {
  const shapes = [text, Buffer.from(text).toString('hex'), encodeURIComponent(text), escaped(text)];
  return [...new Set(shapes)].map((shape) => ({ what: `${what} (${text})`, text: shape }));
}
const wanted = canaries.flatMap(shapesOf);

const isNumber = ({ text }: Canary): boolean => /^\d+$/u.test(text);

/** What of the people stands readable in a text, each with some letters around it; digits also where they are spaced. */
export function leaksIn(text: string): string[] {
  const wide = text.normalize('NFKC');
  const squeezed = wide.replaceAll(/(?<=\d)[- ]+(?=\d)/gu, '');
  return wanted.flatMap((canary) =>
    (isNumber(canary) ? [wide, squeezed] : [wide]).flatMap((hay) => {
      const at = hay.indexOf(canary.text);
      return at < 0 ? [] : [`${canary.what}: …${hay.slice(Math.max(0, at - 60), at + 60)}…`];
    }),
  );
}
