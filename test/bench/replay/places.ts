import { readFileSync } from 'node:fs';
import path from 'node:path';
import { cityFolder, readCity } from '#geodata/city.ts';
import { readTable } from '#geodata/csv.ts';
import { distanceM } from '#domain/geo.ts';
import type { LngLat } from '#domain/geo.ts';

/**
 * The city of the labelled days is the gazetteer's: its points are taken for the truth. How far these drawn points are
 * from the real ones is not measured here.
 */
export type Place = LngLat & {
  name: string;
  kind: string;
  alias: readonly string[];
  district: string;
  accuracyM: number;
};
export type World = {
  /** Where problems may be. */
  places: readonly Place[];
  /** Every place by name, also those that lie on a border. */
  known: readonly Place[];
  towns: readonly Place[];
  /** 端州区 by code. */
  districts: ReadonlyMap<string, string>;
  /** Names that stand in more than one district. */
  doubled: ReadonlySet<string>;
};

/** What a stranger finds by its name; roads, villages and hills are wide. */
const points = new Set(['crossing', 'landmark', 'hospital', 'school', 'market', 'station', 'hotel', 'mall', 'poi', 'bridge', 'government']); // prettier-ignore
export const isPoint = ({ kind }: Place): boolean => points.has(kind);

const table = (file: string): Record<string, string>[] =>
  readTable(readFileSync(path.join(cityFolder('zhaoqing'), file), 'utf8'));

export function readWorld(): World {
  const places = table('gazetteer.csv').map((row) => ({
    name: row['name']!,
    kind: row['kind']!,
    alias: row['alias'] ? row['alias'].split('|') : [],
    district: row['districtCode']!,
    lng: Number(row['lng']),
    lat: Number(row['lat']),
    accuracyM: Number(row['accuracyM']),
  }));
  const towns = table('towns.csv').map((row) => ({
    name: row['name']!,
    kind: 'town',
    alias: [],
    district: row['code']!.slice(0, 6),
    lng: Number(row['lng']),
    lat: Number(row['lat']),
    accuracyM: Number(row['accuracyM']),
  }));
  const seen = new Map<string, string>();
  const doubled = new Set<string>();
  for (const { name, alias, district } of places)
    for (const one of [name, ...alias]) {
      if ((seen.get(one) ?? district) !== district) doubled.add(one);
      seen.set(one, district);
    }
  const districts = new Map(readCity('zhaoqing').districts.map(({ code, name }) => [code, name]));
  return { places, known: places, towns, districts, doubled };
}

export function nearest(list: readonly Place[], at: LngLat, withinM: number): Place | null {
  let best: Place | null = null;
  let least = withinM;
  for (const place of list) {
    // Cheap before exact: a hundredth of a degree is a kilometre.
    if (Math.abs(place.lat - at.lat) > withinM / 100_000) continue;
    const d = distanceM(place, at);
    if (d < least) [best, least] = [place, d];
  }
  return best;
}

const perDegree = 111_195;
export const shifted = (at: LngLat, eastM: number, northM: number): LngLat => ({
  lng: at.lng + eastM / (perDegree * Math.cos((at.lat * Math.PI) / 180)),
  lat: at.lat + northM / perDegree,
});

const compass = ['北', '东北', '东', '东南', '南', '西南', '西', '西北'] as const;
/** Which way, of eight, and how far from one point to another. */
export function wayTo(from: LngLat, to: LngLat): { way: string; metres: number } {
  const east = (to.lng - from.lng) * Math.cos((from.lat * Math.PI) / 180);
  const turn = Math.atan2(east, to.lat - from.lat) / (Math.PI / 4);
  return { way: compass[(Math.round(turn) + 8) % 8]!, metres: distanceM(from, to) };
}
