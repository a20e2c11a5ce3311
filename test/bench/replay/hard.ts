import type { LngLat } from '#domain/geo.ts';
import { kindOf } from './kinds.ts';
import { isPoint, shifted } from './places.ts';
import type { Place, World } from './places.ts';
import type { Book } from './problems.ts';
import type { Chance } from './random.ts';
import type { Fixed, Sense } from './types.ts';

const hour = 3_600_000;
const precise: readonly Sense[] = ['collector', 'camera', 'grid', 'collector', 'hotline'];
const small = ['manhole', 'garbage', 'parking', 'vendor', 'road-damage', 'flooding'];

type Hard = (chance: Chance, world: World, book: Book, start: number) => void;

/** A named point of the city that no problem of this kind stands at. */
function freePoint(chance: Chance, world: World, book: Book, kindId: string): Place {
  for (;;) {
    const base = chance.pick(world.places);
    if (isPoint(base) && !world.doubled.has(base.name) && book.free(kindOf(kindId), base, base)) return base;
  }
}
const morning = (chance: Chance, start: number): number => start + chance.between(6, 15) * hour;
const exact = (base: Place, words: readonly string[]): Fixed => ({ words, exact: true, district: base.district }); // prettier-ignore
/** At the point, and so many metres to the east of it. */
const metresEast = (base: Place, metres: number): { at: LngLat; fixed: Fixed } =>
  metres === 0
    ? { at: base, fixed: exact(base, [`${base.name}门口`, `${base.name}正门`, base.name]) }
    : { at: shifted(base, metres, 0), fixed: exact(base, [`${base.name}往东${metres}米`, `${base.name}向东${metres}米`, `${base.name}东边${metres}米`]) }; // prettier-ignore

/** 同类相距 200 米: two manholes are two manholes. */
const apart: Hard = (chance, world, book, start) => {
  const kind = kindOf(chance.pick(small));
  const base = freePoint(chance, world, book, kind.id);
  const begin = morning(chance, start);
  const step = chance.pick([200, 220, 250]);
  const by = kind.camera ? precise : precise.filter((one) => one !== 'camera');
  for (const metres of [0, step])
    book.add({ kind, base, begin: begin + chance.between(0, hour), reports: 5, by, hard: 'apart-200', ...metresEast(base, metres) }); // prettier-ignore
};

/** 同地异事. */
const otherMatter: Hard = (chance, world, book, start) => {
  const [first, second] = chance.pick([['flooding', 'manhole'], ['parking', 'vendor'], ['garbage', 'dog'], ['tree', 'power'], ['street-light', 'road-damage'], ['gas', 'fire']]); // prettier-ignore
  const base = freePoint(chance, world, book, first!);
  const begin = morning(chance, start);
  for (const id of [first!, second!])
    book.add({ kind: kindOf(id), base, begin, reports: 4, hard: 'same-place-other-matter', ...metresEast(base, 0) }); // prettier-ignore
};

/** 结案后复发: the same again after somebody closed it. */
const recurrence: Hard = (chance, world, book, start) => {
  const kind = kindOf(chance.pick(['flooding', 'garbage', 'vendor', 'parking', 'sewage']));
  const base = freePoint(chance, world, book, kind.id);
  const begin = start + chance.between(5, 9) * hour;
  const end = begin + 2 * hour;
  const common = { kind, base, reports: 5, hard: 'recurrence', ...metresEast(base, 0) };
  book.add({ ...common, begin, end, closes: true });
  const again = end + chance.between(1, 5) * hour;
  book.add({ ...common, begin: again, end: again + 3 * hour });
};

/** 沿路一串: reports end to end along a road must not creep together. */
const chain: Hard = (chance, world, book, start) => {
  const kind = kindOf(chance.pick(['road-damage', 'manhole', 'street-light', 'garbage']));
  const base = freePoint(chance, world, book, kind.id);
  const begin = morning(chance, start);
  const by: readonly Sense[] = ['collector', 'grid', 'hotline'];
  for (const metres of [0, 150, 300, 450])
    book.add({ kind, base, begin, reports: 3, by, hard: 'chain', ...metresEast(base, metres) });
};

/** 晚到三小时: a source that was cut off brings what it saw; half of the matters are closed by then. */
const late: Hard = (chance, world, book, start) => {
  const kind = kindOf(chance.pick(['manhole', 'garbage', 'road-damage', 'parking', 'flooding']));
  const base = freePoint(chance, world, book, kind.id);
  const begin = start + chance.between(4, 12) * hour;
  const closes = chance.is(0.5);
  const common = { kind, base, begin, closes, hard: 'late-three-hours', ...metresEast(base, 0) };
  const first = book.add({
    ...common,
    end: begin + 2 * hour,
    reports: 3,
    by: ['hotline', 'citizen', 'grid'],
  });
  // The same problem, as its camera and its collector saw it.
  book.all.push({ ...first, reports: 3, by: ['camera', 'collector', 'camera'], offline: 3 * hour });
};

/** 桥面与桥底: one point of the map, two roads. */
const deck: Hard = (chance, world, book, start) => {
  const kind = kindOf(chance.pick(['flooding', 'garbage', 'parking', 'street-light']));
  const bridges = world.known.filter((one) => one.kind === 'bridge' && book.free(kind, one, one));
  if (bridges.length === 0) return;
  const base = chance.pick(bridges);
  const begin = morning(chance, start);
  const { name } = base;
  const on: readonly Sense[] = ['hotline', 'citizen', 'police'];
  const sides = [[`${name}桥面上`, `${name}上面`, `在${name}桥上`], [`${name}桥底`, `${name}底下的辅道`, `${name}下面`]]; // prettier-ignore
  for (const words of sides)
    book.add({ kind, base, at: base, begin, reports: 4, by: on, hard: 'deck-and-underpass', fixed: exact(base, words) }); // prettier-ignore
};

/** 大桥两头: a kilometre of water and a border of two districts between them. */
const bridgeEnds: Hard = (chance, world, book, start) => {
  const base = world.known.find(({ name }) => name === '肇庆大桥')!;
  const kind = kindOf(chance.pick(['parking', 'road-damage', 'street-light', 'signal', 'vendor']));
  if (!book.free(kind, base, base)) return;
  const begin = morning(chance, start);
  const ends = [
    { district: '441202', north: 550, words: ['肇庆大桥北端', '肇庆大桥端州这头', '肇庆大桥北桥头', '端州区肇庆大桥桥头'] },
    { district: '441204', north: -650, words: ['肇庆大桥南端', '肇庆大桥高要那头', '肇庆大桥南桥头', '高要区肇庆大桥桥头'] },
  ]; // prettier-ignore
  const by: readonly Sense[] = ['hotline', 'citizen', 'police', 'hotline'];
  for (const { district, north, words } of ends)
    book.add({ kind, base, at: shifted(base, 0, north), district, begin, reports: 4, by, hard: 'both-bridge-ends', fixed: { words, exact: false, district } }); // prettier-ignore
};

/** 白汽当烟: steam from a pipe before a camera, and a real fire some way off. */
const steam: Hard = (chance, world, book, start) => {
  const kind = kindOf('fire');
  const base = world.known.find(({ name }) => name === '大旺热源');
  if (!base || !book.free(kind, base, base)) return;
  const begin = morning(chance, start);
  const says = ['热力管道{冒白汽|喷蒸汽}，{远看像着火|白茫茫一片}，{其实是蒸汽|不是烟}', '蒸汽管{漏汽|排汽}，{好大的白雾|声音很响}']; // prettier-ignore
  const plume = {
    ...kind,
    matters: ['steam-leak', 'smoke-fire'],
    says,
    more: ['声音很大'],
    wants: ['请热力公司看看'],
  };
  const common = { base, begin, reports: 4, hard: 'steam-as-smoke' };
  book.add({ ...common, kind: plume, by: ['camera', 'hotline'], ...metresEast(base, 0) });
  book.add({ ...common, kind, by: ['camera', 'hotline', 'citizen'], ...metresEast(base, 350) });
};

/** 两地同名: villages, parks and roads of one name in two districts. */
const sameName: Hard = (chance, world, book, start) => {
  const kind = kindOf(chance.pick(['garbage', 'street-light', 'dog', 'sewage', 'road-damage']));
  const name = chance.pick([...world.doubled]);
  const twins = world.known.filter((one) => one.name === name && book.free(kind, one, one));
  if (twins.length < 2) return;
  const begin = morning(chance, start);
  for (const base of twins.slice(0, 2)) {
    const words = [`${world.districts.get(base.district)}${name}`, `${name}（${world.districts.get(base.district)}）`]; // prettier-ignore
    book.add({ kind, base, at: base, begin, reports: 4, by: ['hotline', 'citizen', 'police'], hard: 'same-name', fixed: { words, exact: false, district: base.district } }); // prettier-ignore
  }
};

export const hardCases: readonly Hard[] = [apart, otherMatter, recurrence, chain, late, deck, bridgeEnds, steam, sameName]; // prettier-ignore

/** Plants so many of each. */
export function plantHard(chance: Chance, world: World, book: Book, start: number, each: number): void {
  for (const make of hardCases) for (let i = 0; i < each; i += 1) make(chance, world, book, start);
}
