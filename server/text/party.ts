import { before, developers, fairName, generic } from './party-words.ts';

/** 涉事主体: whom or what a matter is about, as a text names it. */
export const partyKindNames = {
  compound: '小区',
  school: '学校',
  hospital: '医院',
  company: '单位',
  plant: '厂站',
  site: '工地',
  market: '市场',
  shop: '门店',
  policy: '政策',
} as const;
export type PartyKind = keyof typeof partyKindNames;

/** `key` is what the spelling variants of a name have in common: two texts with one key speak of one party. */
export type Party = {
  key: string;
  name: string;
  kind: PartyKind;
  /** Named in the title, or most often where no title names any: what the text is about, not only what it mentions. */
  main: boolean;
};

/** How names end; at one place of a text the longest ending that fits is meant. */
const endings: Record<Exclude<PartyKind, 'policy'>, string> = {
  school: '幼儿园|幼稚园|小学|中学|高中|初中|技工学校|职业学校|实验学校|技校|学校|学院|大学|托管中心|培训中心|培训机构|驾校',
  hospital: '医院|卫生院|卫生服务中心|门诊部|诊所|养老院|敬老院',
  company: '股份有限公司|有限责任公司|有限公司|分公司|公司|集团|合作社|事务所|平台|物业',
  plant: '搅拌站|搅拌厂|沥青站|采石场|砖厂|水泥厂|化工厂|家具厂|加工厂|屠宰场|养殖场|养猪场|污水处理厂|垃圾站|中转站|变电站|收购站|工业园|产业园|厂',
  site: '建筑工地|工地|施工现场|项目部',
  market: '农贸市场|批发市场|综合市场|肉菜市场|商品交易市场|市场|商业街|步行街|夜市',
  compound: '半岛|世家|名都|花都|丽都|壹号院|一号院|壹号|名门|门第|首座|凯旋门|左岸|花园|家园|新城|新村|公寓|山庄|庄园|公馆|国际城|豪庭|华庭|大厦|广场|小区|社区|楼盘|苑|府|郡|庭|湾|园|城|轩|邸|居|阁|楼|里|坊',
  shop: '健身房|健身中心|健身会所|酒店|宾馆|酒楼|饭店|餐厅|餐馆|大排档|烧烤店|烧烤档|茶楼|酒吧|歌厅|影楼|超市|商场|药店|美容院|网吧|加油站|洗车场|影城|会所|KTV|ktv|店',
}; // prettier-ignore

const kindOf = new Map(
  Object.entries(endings).flatMap(([kind, list]) => list.split('|').map((end) => [end, kind as PartyKind])),
);
const mostEnding = 8;
const firstCharacters = new Set([...kindOf.keys()].map((end) => end[0]));
/** Endings that say only what it is: without them the name is the same (丽发新城小区 is 丽发新城). */
const plain =
  /(?:小区|社区|楼盘|工地|建筑工地|施工现场|项目部|物业|(?:股份|责任)?有限(?:责任)?公司|公司|集团)$/u;

/** A single character ends a name only where it does not belong to a common word. */
const notBehind = /(?:政府|公园|校园|乐园|园区|田园|县城|进城|商城|省城|全城|长城|出城|入城|工厂|全厂|建厂|该厂|家庭|法庭|开庭|商店|门店|小店|本店|该店|老店|分店|这店|开店|连锁店|学府|庭园|陵园|果园|菜园|入园|动物园|植物园|省府|市府|县府|古城|本城|海湾|港湾|邻居|民居|旧居|故居|同居|移居|迁居|定居|安居|群居|独居|分居|隐居|合居|租居|母公司|子公司|该公司|本公司|我公司|总公司|贵公司|此公司)$/u; // prettier-ignore
const notBefore = /^(?:城(?:市|管|区|乡|中|建|镇|东|西|南|北|里|轨|际|投|际)|园(?:区|林|长|内|里)|府(?:办|上)|湾(?:区|仔)|厂(?:房|家|长|区|里)|店(?:铺|面|主|家|员|内|里)|庭(?:审|院)|居(?:民|住|委|然|高|多|于|中|家)|阁[楼下]|公司(?:法)|集团(?:军)|平台(?:上)|市场(?:监|化|价|经))/u; // prettier-ignore

/** They end far more everyday words than names: 电梯里, 办公楼. */
const everyday = new Set(['楼', '里', '坊']);

type Named = Omit<Party, 'main'>;

/** What of a name's beginning stands behind a place that it is told by; all of it where none is. */
export type BehindPlace = (stem: string) => string;
const noPlaces: BehindPlace = (stem) => stem;

/** The parties that a text names, what it is about first; at most four. */
export function findParties(title: string, body: string, behindPlace = noPlaces): Party[] {
  const found = new Map<string, Named & { weight: number }>();
  for (const [text, weight] of [
    [title, titleWeight],
    [body, 1],
  ] as const)
    for (const party of [...policiesIn(text), ...namesIn(text, behindPlace)]) {
      const known = found.get(party.key);
      if (known) known.weight += weight;
      else found.set(party.key, { ...party, weight });
    }
  const ranked = [...found.values()].sort((a, b) => b.weight - a.weight);
  const least = Math.min(titleWeight, ranked[0]?.weight ?? 0);
  return ranked.slice(0, mostParties).map(({ weight, ...party }) => ({ ...party, main: weight >= least }));
}
const titleWeight = 3;
const mostParties = 4;

/** Narrow subjects of policy: who asks about one asks the same office the same thing. */
const policies: [string, RegExp][] = [
  [
    '人才补贴',
    /人才(?:新政|[^，。？！；]{0,10}(?:补贴|补助|津贴|奖励))|(?:购房|租房|安家|住房)(?:补贴|补助)/u,
  ],
  ['生育育儿补贴', /(?:生育|育儿)(?:津贴|补贴|补助)/u],
  ['高龄津贴', /(?:高龄|老年)(?:津贴|补贴)/u],
  ['失业补助', /失业(?:补助|救济|保险)金?/u],
  ['就业创业补贴', /(?:创业|就业|稳岗|见习|技能|培训)[^，。？！；]{0,4}(?:补贴|补助)/u],
  ['农业补贴', /(?:农机|种粮|粮食|农资|耕地)[^，。？！；]{0,4}(?:补贴|补助)/u],
  ['以旧换新补贴', /以旧换新|(?:家电|购车|汽车|新能源车?)补贴|消费券/u],
  ['加装电梯补贴', /加装电梯[^，。？！；]{0,8}(?:补贴|补助)/u],
  ['残疾人补贴', /残疾[^，。？！；]{0,4}(?:补贴|津贴|补助)/u],
];

const policiesIn = (text: string): Named[] =>
  policies.flatMap(([name, said]) => (said.test(text) ? [{ key: `政策${name}`, name, kind: 'policy' }] : []));

/** Every name of a text in its order. */
function namesIn(text: string, behindPlace: BehindPlace): Named[] {
  const names: Named[] = [];
  for (const [run] of text.matchAll(/[\p{Script=Han}A-Za-z0-9]+/gu)) {
    let from = 0;
    for (let at = 1; at < run.length; at += 1) {
      const end = endingAt(run, at);
      if (!end) continue;
      const left = run.slice(Math.max(from, at - mostStem), at).replace(halfLetter, '');
      // 建设路小学: a school may be called by its road, which else only says where it is.
      const stem =
        left.replace(before, '') || (kindOf.get(end) === 'school' ? (byRoad.exec(left)?.[0] ?? '') : '');
      const party = toNamed(stem.replace(dwelling, ''), end, behindPlace);
      if (party) names.push(party);
      at += end.length - 1;
      from = at + 1;
    }
  }
  return names;
}
const mostStem = 10;
/** What is left of a letter of two units when only the second is within reach. */
const halfLetter = /^[\uDC00-\uDFFF]/;
/** 住丽发新城: who speaks lives there; it is no part of the name. */
const dwelling = /^住(?![宅房])/u;
const byRoad = /\p{Script=Han}{2}(?:路|街)$/u;

function endingAt(run: string, at: number): string | null {
  if (!firstCharacters.has(run[at]!)) return null;
  for (let length = Math.min(mostEnding, run.length - at); length > 0; length -= 1) {
    const end = run.slice(at, at + length);
    if (!kindOf.has(end)) continue;
    const common =
      notBefore.test(run.slice(at)) || notBehind.test(run.slice(Math.max(0, at - 4), at + length));
    return common || (everyday.has(end) && !fairName.test(run.slice(0, at))) ? null : end;
  }
  return null;
}

/** 大旺热源粤盛制衣厂 is 粤盛制衣厂, but 七星岩花园 is no 花园. */
const toNamed = (stem: string, end: string, behindPlace: BehindPlace): Named | null =>
  toParty(behindPlace(stem), end) ?? toParty(stem, end);

function toParty(stem: string, end: string): Named | null {
  if (stem.length < 2 || /^[\dA-Za-z]+$/u.test(stem) || generic.test(stem)) return null;
  const name = stem + end;
  // A developer's compounds stand all over the city: alone its name is no place, before another it adds nothing.
  const bare = name.replace(plain, '').replace(developers, '');
  if (bare.length < 2) return null;
  return { key: bare.length > 2 ? bare : name, name, kind: kindOf.get(end)! };
}
