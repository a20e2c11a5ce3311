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
export type Gazetteer = {
  byHead: ReadonlyMap<string, readonly { name: string; places: Place[] }[]>;
  districts: ReadonlyMap<string, string>;
};

/** Builds the index; `districts` maps every way to say a district (端州, 端州区, 金利镇) to its code. */
export function makeGazetteer(places: readonly Place[], districts: ReadonlyMap<string, string>): Gazetteer {
  const byName = new Map<string, Place[]>();
  for (const place of places) {
    for (const name of new Set([place.name, ...place.alias])) {
      if (name.length < 2) continue;
      const same = byName.get(name);
      if (same) same.push(place);
      else byName.set(name, [place]);
    }
  }
  const byHead = new Map<string, { name: string; places: Place[] }[]>();
  for (const [name, same] of byName) {
    const head = name.slice(0, 2);
    const list = byHead.get(head) ?? [];
    list.push({ name, places: same });
    byHead.set(head, list);
  }
  for (const list of byHead.values()) list.sort((a, b) => b.name.length - a.name.length);
  return { byHead, districts };
}

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
  const hits = namesIn(gazetteer, text);
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
  for (const { name, end } of namesIn(gazetteer, text)) signs.fill('，', end - name.length, end);
  return signs.join('');
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

function namesIn(gazetteer: Gazetteer, text: string): Hit[] {
  const hits: Hit[] = [];
  for (let i = 0; i + 2 <= text.length; i += 1) {
    const list = gazetteer.byHead.get(text.slice(i, i + 2));
    const hit = list?.find(({ name }) => text.startsWith(name, i));
    if (hit) hits.push({ ...hit, end: i + hit.name.length });
  }
  return hits;
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
