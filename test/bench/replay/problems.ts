import { distanceM } from '#domain/geo.ts';
import type { LngLat } from '#domain/geo.ts';
import type { Kind } from './kind.ts';
import { isPoint, shifted } from './places.ts';
import type { Place, World } from './places.ts';
import type { Chance } from './random.ts';
import type { Problem } from './types.ts';

const hour = 3_600_000;
/** Two of one family nearer than this would be one matter to many a person, too: only the hard cases stand so near; metres. */
const apart: Record<string, number> = { odour: 7_000, power: 2_800, 'water-supply': 2_800, noise: 1_300, river: 1_500, 'river-debris': 1_200, slope: 1_200, fire: 1_000 }; // prettier-ignore
const usual = 700;

const estates = ['碧景花园', '星湖名郡', '鸿景豪庭', '翠湖居', '金湖湾', '锦绣江南苑', '东方花苑', '富力新居', '御景轩', '和顺家园', '凯旋城', '绿茵里', '祥和楼', '龙腾雅居', '南国丽苑', '悦江府']; // prettier-ignore
const brands = ['鸿达', '永兴', '恒信', '顺昌', '利丰', '华宇', '宏图', '万嘉', '金源', '粤盛', '东升', '联合', '新力', '嘉禾', '百顺', '天成', '伟业', '三友', '正泰隆', '富华']; // prettier-ignore
const trades = ['五金厂', '陶瓷厂', '家具厂', '电子厂', '建筑公司', '装饰公司', '制衣厂', '食品厂', '压铸厂', '物流公司', '水泥制品厂', '纸品厂']; // prettier-ignore

function named(chance: Chance, kind: Kind): string | null {
  if (kind.id === 'wages') return chance.pick(brands) + chance.pick(brands) + chance.pick(trades);
  if (kind.at === 'home' && chance.is(0.5)) return chance.pick(estates);
  if (kind.at === 'company' && chance.is(0.4)) return chance.pick(brands) + chance.pick(trades);
  return null;
}

const fits = (kind: Kind, { name, kind: sort }: Place): boolean => {
  if (kind.at === 'river') return /桥|江|码头|河|湖/u.test(name) && sort !== 'hospital' && sort !== 'school';
  if (kind.at === 'company') return sort === 'poi' || sort === 'village' || sort === 'community' || sort === 'market'; // prettier-ignore
  if (kind.id === 'slope') return sort === 'scenic' || sort === 'village' || sort === 'government' || sort === 'school'; // prettier-ignore
  return true;
};

/** Where a problem of a place is: at its door, some way off, or anywhere along a road. */
export function spotAt(chance: Chance, base: Place): LngLat {
  if (base.kind === 'road') {
    const along = chance.around(Math.min(400, base.accuracyM / 2));
    const turn = chance.between(0, Math.PI);
    return shifted(base, along * Math.cos(turn), along * Math.sin(turn));
  }
  const far = chance.is(isPoint(base) ? 0.35 : 0.7) ? chance.between(50, 280) : chance.between(0, 25);
  const turn = chance.between(0, 2 * Math.PI);
  return shifted(base, far * Math.cos(turn), far * Math.sin(turn));
}

/** The problems of some days, which keep their distance from each other. */
export type Book = {
  /** A day begins: what is gone by then leaves its place free. */
  turn: (start: number) => void;
  add: (wanted: Partial<Problem> & Pick<Problem, 'kind' | 'base' | 'at' | 'begin'>) => Problem;
  /** A problem somewhere that is free for its kind; null when the city is full of them. */
  settle: (kind: Kind, begin: number, more?: Partial<Problem>) => Problem | null;
  free: (kind: Kind, base: Place, at: LngLat) => boolean;
  all: Problem[];
};

export function openBook(chance: Chance, world: World): Book {
  const all: Problem[] = [];
  const byFamily = new Map<string, Problem[]>();
  const turn: Book['turn'] = (start) => {
    for (const [family, problems] of byFamily) byFamily.set(family, problems.filter(({ gone }) => gone > start)); // prettier-ignore
  };
  const free: Book['free'] = (kind, base, at) =>
    (byFamily.get(kind.family) ?? []).every(
      (other) => other.base.name !== base.name && distanceM(other.at, at) > (apart[kind.family] ?? usual),
    );
  const add: Book['add'] = (wanted) => {
    const { kind, base, begin } = wanted;
    const lasts = (kind.lastsHours * chance.between(0.5, 1.5)) * hour; // prettier-ignore
    const problem: Problem = {
      id: `p${all.length}`,
      district: base.district,
      end: begin + Math.min(lasts, 20 * hour),
      closes: false,
      gone: Infinity,
      reports: chance.is(0.25) ? 1 : Math.max(2, Math.round(chance.wait(kind.draws))),
      named: named(chance, kind),
      fixed: null,
      by: [],
      hard: null,
      offline: 0,
      ...wanted,
    };
    all.push(problem);
    byFamily.set(kind.family, [...(byFamily.get(kind.family) ?? []), problem]);
    return problem;
  };
  const settle: Book['settle'] = (kind, begin, more = {}) => {
    for (let tries = 0; tries < 60; tries += 1) {
      const base = chance.pick(world.places);
      const at = spotAt(chance, base);
      if (fits(kind, base) && free(kind, base, at)) return add({ kind, base, at, begin, ...more });
    }
    return null;
  };
  return { turn, add, settle, free, all };
}
