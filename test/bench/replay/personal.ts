import type { Chance } from './random.ts';
import type { Piece } from './types.ts';

const family = [...'陈李黄张梁林吴罗谢何欧邓冯蔡苏卢叶钟莫伍植孔覃麦温崔'];
const given = ['志强', '美玲', '伟', '秀珍', '国华', '嘉欣', '俊杰', '小燕', '文辉', '桂芳', '浩然', '丽华', '建明', '阿娣', '子轩', '少芬', '锦添', '彩霞', '永康', '慧敏']; // prettier-ignore
export const nameOf = (chance: Chance): string => chance.pick(family) + chance.pick(given);
const digits = (chance: Chance, count: number): string => Array.from({ length: count }, () => chance.below(10)).join(''); // prettier-ignore
export const phoneOf = (chance: Chance): string =>
  chance.pick(['130', '135', '136', '137', '138', '139', '150', '152', '158', '159', '176', '180', '183', '186', '188', '198']) + digits(chance, 8); // prettier-ignore

/** 公民身份号码 with its right last character. */
function idOf(chance: Chance): string {
  const born = `${1950 + chance.below(55)}${String(1 + chance.below(12)).padStart(2, '0')}${String(1 + chance.below(28)).padStart(2, '0')}`;
  const body = `${chance.pick(['441202', '441223', '441224', '441225', '441226', '441283', '441284'])}${born}${digits(chance, 3)}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(body[i]), 0);
  return body + '10X98765432'[sum % 11];
}

type Maker = (chance: Chance, caller: { name: string; phone: string }) => { words: string; pieces: Piece[] };

/** A number as people say it: in one, or in three parts. */
const spoken = (chance: Chance, phone: string): string =>
  chance.is(0.8) ? phone : `${phone.slice(0, 3)}${chance.pick([' ', '-'])}${phone.slice(3, 7)}${chance.pick([' ', '-'])}${phone.slice(7)}`; // prettier-ignore

const makers: readonly Maker[] = [
  (chance, { phone }) => {
    const said = spoken(chance, phone);
    return { words: `${chance.pick(['我电话', '联系电话', '打我手机', '有事打', '号码系'])}${said}`, pieces: [{ kind: 'phone', piece: said }] }; // prettier-ignore
  },
  (chance, { name }) => ({
    words: chance.pick([`我叫${name}`, `我是${name}`, `联系人${name}`, `来电人${name}`]),
    pieces: [{ kind: 'own name', piece: name }],
  }),
  (chance) => {
    const name = nameOf(chance);
    return { words: chance.pick([`可以找我老公${name}`, `保安${name}知道`, `邻居${name}也可以作证`, `上次是${name}接的电话`, `包工头叫${name}`]), pieces: [{ kind: 'other’s name', piece: name }] }; // prettier-ignore
  },
  (chance) => {
    const room = `${1 + chance.below(20)}${chance.pick(['栋', '座', '幢'])}${chance.pick(['', `${1 + chance.below(4)}单元`])}${1 + chance.below(30)}0${1 + chance.below(6)}${chance.pick(['', '房', '室'])}`;
    return { words: `我住${room}`, pieces: [{ kind: 'home', piece: room }] };
  },
  (chance, { name, phone }) => {
    const [said, id] = [spoken(chance, phone), idOf(chance)];
    return { words: `本人${name}，身份证${id}，电话${said}`, pieces: [{ kind: 'own name', piece: name }, { kind: 'id card', piece: id }, { kind: 'phone', piece: said }] }; // prettier-ignore
  },
  (chance) => {
    const card = `6222${digits(chance, 15)}`;
    return { words: `退款请打到卡号${card}`, pieces: [{ kind: 'bank card', piece: card }] };
  },
  (chance) => {
    const other = phoneOf(chance);
    return { words: `找我女儿${other}也行`, pieces: [{ kind: 'phone', piece: other }] };
  },
];
/** Most give a number or a name; papers and cards are rare. */
const weights = [0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6];

export function plant(
  chance: Chance,
  caller: { name: string; phone: string },
): { words: string; pieces: Piece[] } {
  return makers[chance.pick(weights)]!(chance, caller);
}
