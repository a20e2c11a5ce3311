import { distanceM } from '#contracts/arrival.ts';
import { moved, offsetIn } from './offset.ts';

/** One named place. `accuracyM`: how far the truth may be from the point. */
export type Place = {
  name: string;
  alias: readonly string[];
  kind: string;
  districtCode: string | null;
  lng: number;
  lat: number;
  accuracyM: number;
};

/** Names by their first two characters, longest first: a text is scanned once. */
type Names = ReadonlyMap<string, readonly { name: string; places: Place[] }[]>;
export type Gazetteer = {
  byHead: Names;
  /** 第五中学: names without the city, district or town before them, where the city has but one of it. */
  shortByHead: Names;
  districts: ReadonlyMap<string, string>;
};

/** Builds the index; `districts` maps every way to say a district (端州, 端州区, 金利镇) to its code. */
export function makeGazetteer(places: readonly Place[], districts: ReadonlyMap<string, string>): Gazetteer {
  const byName = new Map<string, Place[]>();
  for (const place of places) {
    for (const name of new Set([place.name, ...place.alias])) {
      if (name.length < 2) continue;
      push(byName, name, place);
    }
  }
  return { byHead: indexOf(byName), shortByHead: indexOf(shortNames(places, byName)), districts };
}

function push<T>(lists: Map<string, T[]>, key: string, one: T): void {
  const list = lists.get(key);
  if (list) list.push(one);
  else lists.set(key, [one]);
}

function indexOf(byName: ReadonlyMap<string, Place[]>): Names {
  const byHead = new Map<string, { name: string; places: Place[] }[]>();
  for (const [name, places] of byName) push(byHead, name.slice(0, 2), { name, places });
  for (const list of byHead.values()) list.sort((a, b) => b.name.length - a.name.length);
  return byHead;
}

const areaBefore = /^\p{Script=Han}{2,3}[市区县镇]/u;

function shortNames(places: readonly Place[], byName: ReadonlyMap<string, unknown>): Map<string, Place[]> {
  const byShort = new Map<string, Place[]>();
  for (const place of places) {
    const short = place.name.replace(areaBefore, '');
    if (short !== place.name && !byName.has(short) && isOwn(short)) push(byShort, short, place);
  }
  return new Map([...byShort].filter(([, same]) => same.length === 1));
}

/** Whether a name says more than what the place is: 第五中学, 华侨中学, but not 人民医院. */
const isOwn = (name: string): boolean => /^第[一二三四五六七八九十]/u.test(name) || (whatItIs.exec(name)?.index ?? 0) > 1; // prettier-ignore

export type Found = {
  /** The best place, when one stands out. */
  place: Place | null;
  /** Several places of the same name, more than 500 m apart, with nothing to tell them apart: a person chooses. */
  several: Place[];
  districtCode: string | null;
};

/** 我在端州打工，老家怀集被浸: where the caller is, not where the matter is. */
const whereabouts =
  /(?:我|本人|我人|人|屋企人)(?:而家|现在|目前|一直|长期)?(?:在|喺)[^，。；！？,;\n]{2,10}?(?:打工|上班|读书|工作|打电话|打来|做工|做嘢|出差|读大学)/gu;

/**
 * Finds the place that a text speaks of: the longest name wins, unless another name lies inside its accuracy and is
 * finer (天宁北路, 牌坊); a district that was named tells same names apart; "往东 50 米" behind the name moves the point.
 */
export function findPlace(gazetteer: Gazetteer, said: string, districtHint: string | null = null): Found {
  const text = said.replaceAll(whereabouts, (words) => '～'.repeat(words.length));
  const districtCode = districtHint ?? districtIn(gazetteer, text);
  const hits = hitsIn(gazetteer, text, districtCode);
  const longest = hits.sort((a, b) => b.name.length - a.name.length)[0];
  if (!longest) return { place: null, several: [], districtCode };
  const fitting = longest.places.filter((place) => !districtCode || place.districtCode === districtCode);
  const places = fitting.length > 0 ? fitting : longest.places;
  const [first] = places;
  if (!first) return { place: null, several: [], districtCode };
  if (places.some((other) => farApart(first, other))) return { place: null, several: places, districtCode };
  const named = { place: byAccuracy(places)[0]!, end: longest.end };
  const { place, end } = finerWithin(named, hits) ?? named;
  const offset = offsetIn(text.slice(end, end + 30));
  return {
    place: offset ? moved(place, offset) : place,
    several: [],
    districtCode: districtCode ?? place.districtCode,
  };
}

/** The words without the names of places: a flood at the museum is no matter of the museum's. */
export function withoutPlaces(gazetteer: Gazetteer, text: string): string {
  const signs = text.split('');
  for (const { name, end } of namesIn(gazetteer.byHead, text)) signs.fill('，', end - name.length, end);
  return signs.join('');
}

/** What of the words stands behind the last place that they name; all of them where they name none. */
export function behindPlaces(gazetteer: Gazetteer, words: string): string {
  const last = Math.max(
    0,
    ...namesIn(gazetteer.byHead, words).map(({ name, end }) => (name.length > 2 ? end : 0)),
  );
  return words.slice(last);
}

type Named = { place: Place; end: number };

const byAccuracy = (places: readonly Place[]): Place[] =>
  [...places].sort((a, b) => a.accuracyM - b.accuracyM);

/** Another place that was named too, known at least twice as well and lying where the first may be. */
function finerWithin({ place, end }: Named, hits: readonly Hit[]): Named | null {
  const finer = hits.flatMap((hit) =>
    hit.end === end
      ? []
      : hit.places
          .filter((one) => one.accuracyM * 2 <= place.accuracyM && distanceM(one, place) <= place.accuracyM)
          .map((one) => ({ place: one, end: hit.end })),
  );
  return finer.sort((a, b) => a.place.accuracyM - b.place.accuracyM)[0] ?? null;
}

/** A name where it stands in a text: `end` is the first character behind it. */
type Hit = { name: string; places: Place[]; end: number };

/** Whole names; where there are none short ones, which a district that was named must have; else slips of the pen. */
function hitsIn(gazetteer: Gazetteer, text: string, districtCode: string | null): Hit[] {
  const exact = namesIn(gazetteer.byHead, text);
  if (exact.length > 0) return exact;
  const lies = ({ places }: Hit): boolean =>
    districtCode === null || places[0]!.districtCode === districtCode;
  const short = namesIn(gazetteer.shortByHead, text).filter(lies);
  return short.length > 0 ? short : slipsIn(gazetteer, text);
}

function namesIn(names: Names, text: string): Hit[] {
  const hits: Hit[] = [];
  for (let i = 0; i + 2 <= text.length; i += 1) {
    const list = names.get(text.slice(i, i + 2));
    const hit = list?.find(({ name }) => text.startsWith(name, i));
    if (hit) hits.push({ ...hit, end: i + hit.name.length });
  }
  return hits;
}

/** What a place is, behind what it is called: names of their own are not guessed at, for real ones differ by a sign too. */
const whatItIs =
  /(?:[镇乡]?(?:人民)?政府|街道办事处|(?:[村居]委|管委|居民)会|派出所|(?:人民|妇幼|中心|中)?(?:医院|卫生院)|(?:实验|中心|第[一二三四五六七八九]|职业)?(?:中学|小学|学校|幼儿园)|大桥|市场|广场|公园|车站|客运站|码头|路口|大道|社区)$/u;
const longName = 4;

/** 一字之差: where no name stands in a text, one with a single wrong sign in what the place is: 第一人民医苑. */
function slipsIn(gazetteer: Gazetteer, text: string): Hit[] {
  const hits: Hit[] = [];
  for (let i = 0; i + longName <= text.length; i += 1)
    for (const { name, places } of gazetteer.byHead.get(text.slice(i, i + 2)) ?? [])
      if (name.length >= longName && isSlipOf(text.slice(i, i + name.length), name))
        hits.push({ name, places, end: i + name.length });
  return hits;
}

const numbers = /[一二三四五六七八九十]/u;

function isSlipOf(said: string, name: string): boolean {
  const common = whatItIs.exec(name);
  if (!common || said.length !== name.length || common.index < 2) return false;
  const [wrong, more] = [...name].flatMap((sign, at) => (sign === said[at] ? [] : [at]));
  if (wrong === undefined || more !== undefined || wrong < common.index || numbers.test(name[wrong]!))
    return false;
  // 中学 for 小学, 广场 for 市场: another place, no slip.
  return (whatItIs.exec(said)?.index ?? Infinity) > wrong;
}

function districtIn(gazetteer: Gazetteer, text: string): string | null {
  let found: string | null = null;
  let longest = 0;
  for (const [name, code] of gazetteer.districts) {
    if (name.length > longest && text.includes(name)) [found, longest] = [code, name.length];
  }
  return found;
}

/** More than 500 m: never guess between them (reliability §12, tickets row 6). */
const farApart = (a: Place, b: Place): boolean => distanceM(a, b) > 500;
