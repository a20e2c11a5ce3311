import { distanceM } from '#domain/geo.ts';
import type { Chance } from './random.ts';
import { isPoint, nearest, wayTo } from './places.ts';
import type { Place, World } from './places.ts';
import type { Problem } from './types.ts';

export type Told = {
  words: string;
  /** How it was told: named, alias, offset, … */
  way: string;
  /** A stranger with a map finds it within 100 m. */
  exact: boolean;
  /** The words tell the district. */
  district: boolean;
  /** The words tell nobody where it is: none, or a name that many places share. */
  untold?: boolean;
};

const none: Told = { words: '', way: 'none', exact: false, district: false, untold: true };
const beside = ['', '门口', '旁边', '附近', '对面', '这里', '侧边', '外面', '那里'];
/** What a hurried thumb writes. */
const slips: readonly (readonly [string, string])[] = [
  ['市场', '巿场'], ['医院', '医苑'], ['中学', '中雪'], ['小学', '小雪'], ['大桥', '大侨'], ['路口', '路囗'], ['广场', '广厂'], ['车站', '东站'], ['公园', '公圆'], ['北路', '比路'], ['建设', '建社'], ['大道', '大到'], ['镇', '振'],
]; // prettier-ignore

/** How one caller tells where a problem is: well, half, wrongly spelt, or not at all. */
export function tellPlace(chance: Chance, world: World, problem: Problem, trained: boolean): Told {
  if (problem.fixed) {
    const { words, exact, district } = problem.fixed;
    return { words: chance.pick(words), way: 'fixed', exact, district: district !== null };
  }
  if (problem.kind.id === 'wages') return company(chance, world, problem);
  if (problem.named && chance.is(0.7)) return estate(chance, world, problem);
  const roll = chance.next();
  if (!trained && roll < 0.05) return none;
  if (!trained && roll < 0.1) return townOnly(world, problem);
  if (roll < 0.42) return offset(chance, world, problem) ?? byName(chance, world, problem, trained);
  return byName(chance, world, problem, trained);
}

function townOnly(world: World, { at, district }: Problem): Told {
  const town = nearest(world.towns.filter((one) => one.district === district), at, 20_000); // prettier-ignore
  return town ? { words: `${town.name}`, way: 'town', exact: false, district: true } : none;
}

const prefixOf = (chance: Chance, world: World, { district }: Problem, share: number): string =>
  chance.is(share) ? world.districts.get(district)! : '';

function offset(chance: Chance, world: World, problem: Problem): Told | null {
  const near = world.places.filter((place) => isPoint(place) && place.district === problem.district);
  const mark = nearest(near, problem.at, 400);
  if (!mark) return null;
  const { way, metres } = wayTo(mark, problem.at);
  const prefix = prefixOf(chance, world, problem, world.doubled.has(mark.name) ? 0.7 : 0.25);
  const exact = !world.doubled.has(mark.name) || prefix !== '';
  if (metres < 35)
    return { words: `${prefix}${mark.name}${chance.pick(beside)}`, way: 'named', exact, district: exact };
  const round = metres > 150 ? 50 : 10;
  const name = prefix + mark.name;
  const said = `${Math.round(metres / round) * round}`;
  const words = chance.pick([
    `${name}往${way}${said}米`,
    `${name}往${way}${said}米左右`,
    `${name}向${way}走大概${said}米`,
    `${name}${way}边${said}米`,
    `${name}${way}侧约${said}米处`,
    `从${name}出来往${way}走${said}米`,
  ]);
  return { words, way: 'offset', exact, district: exact };
}

function byName(chance: Chance, world: World, problem: Problem, trained: boolean): Told {
  const { base, at } = problem;
  if (base.kind === 'road') return onRoad(chance, world, problem);
  const doubled = world.doubled.has(base.name);
  const prefix = prefixOf(chance, world, problem, doubled ? 0.6 : 0.3);
  const sure = !doubled || prefix !== '';
  const exact = isPoint(base) && distanceM(base, at) <= 80 && sure;
  const alias = base.alias.filter((one) => !world.doubled.has(one));
  const roll = chance.next();
  if (alias.length > 0 && roll < 0.3)
    return { words: prefix + chance.pick(alias) + chance.pick(beside), way: 'alias', exact, district: sure };
  if (!trained && roll < 0.36) {
    const slip = slips.find(([right]) => base.name.includes(right));
    if (slip) return { words: prefix + base.name.replace(...slip), way: 'typo', exact, district: prefix !== '' || exact }; // prettier-ignore
  }
  if (!trained && roll < 0.46) return half(chance, world, base, sure);
  const way = isPoint(base) ? 'named' : 'area';
  return { words: prefix + base.name + chance.pick(beside), way, exact, district: sure };
}

/** 第一人民医院那边: what everybody here knows, and nobody else. */
function half(chance: Chance, world: World, { name }: Place, sure: boolean): Told {
  const short = name.replace(/^(?:肇庆市?|..[区县市镇])/u, '');
  if (short.length < 2 || short === name) return { words: `${name}那边`, way: 'half', exact: false, district: sure }; // prettier-ignore
  return {
    words: short + chance.pick(['', '那边', '附近', '门口']),
    way: 'half',
    exact: false,
    district: false,
    // 人民政府, 卫生院: every town has one.
    untold: world.known.filter((one) => one.name.includes(short)).length > 2,
  };
}

function onRoad(chance: Chance, world: World, problem: Problem): Told {
  const { base, at } = problem;
  const doubled = world.doubled.has(base.name);
  const prefix = prefixOf(chance, world, problem, doubled ? 0.6 : 0.3);
  const sure = !doubled || prefix !== '';
  const road = prefix + base.name;
  const mark = nearest(world.places.filter((one) => isPoint(one) && one.district === base.district), at, 80); // prettier-ignore
  if (mark && chance.is(0.5))
    return { words: `${road}${mark.name}附近`, way: 'road-landmark', exact: true, district: true };
  if (chance.is(0.5)) {
    const number = 1 + chance.below(180);
    return { words: `${road}${number}号${chance.pick(['', '门口', '对面', '附近', '楼下'])}`, way: 'road-number', exact: false, district: sure }; // prettier-ignore
  }
  return { words: `${road}${chance.pick(['', '上', '中段', '靠近红绿灯', '路边', '往北方向', '这条路'])}`, way: 'road', exact: false, district: sure }; // prettier-ignore
}

function estate(chance: Chance, world: World, problem: Problem): Told {
  const prefix = prefixOf(chance, world, problem, 0.4);
  const words = chance.pick([`${problem.base.name}${problem.named}`, `${problem.named}`, `${problem.base.name}附近的${problem.named}`]); // prettier-ignore
  const named = words !== problem.named && !world.doubled.has(problem.base.name);
  return { words: prefix + words, way: 'estate', exact: false, district: prefix !== '' || named };
}

function company(chance: Chance, world: World, problem: Problem): Told {
  const prefix = prefixOf(chance, world, problem, 0.5);
  return { words: `${prefix}${problem.named}`, way: 'company', exact: false, district: prefix !== '' };
}
