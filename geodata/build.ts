import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import gcoord from 'gcoord';
import { z } from 'zod';
import type { City } from '#contracts/city.ts';
import { FacilityDetail, FacilityHead } from '#contracts/facility.ts';
import type { FacilityRow } from '#store/load-facilities.ts';
import type { DistrictRow, Geodata, PlaceRow, RiverRow, TownRow, VillageRow } from '#store/load-areas.ts';
import { cityFolder } from './city.ts';
import { readTable, readRows } from './csv.ts';
import { villageName } from './village-name.ts';

/** Files taken out of packages; null: not to be had now. */
export type Fetched = { districts: string | null; villages: string | null };

const Geometry = z.object({ type: z.string(), coordinates: z.array(z.unknown()) });
const Collection = <P extends z.ZodType>(properties: P) =>
  z.object({
    features: z.array(z.object({ id: z.coerce.string().optional(), properties, geometry: Geometry })),
  });
const Borders = Collection(z.object({ code: z.string().optional() }));
const Outlines = Collection(
  z.object({ code: z.string(), cutFrom: z.string(), accuracyM: z.number(), mark: z.string() }),
);
const Rivers = Collection(
  z.object({ name: z.string(), rank: z.number(), accuracyM: z.number(), mark: z.string() }),
);
const Facilities = Collection(FacilityHead.extend({ source: z.string().min(2) }).and(FacilityDetail));
/** Where facilities are looked for; the kind stands in each feature. */
const facilityFiles = ['bridges', 'gauges', 'parks', 'heat'];
const numbers = { lng: z.coerce.number(), lat: z.coerce.number(), accuracyM: z.coerce.number().int() };
const alias = z.string().transform((text) => text.split('|').filter(Boolean));
const Town = z.object({ code: z.string().regex(/^\d{9}$/), name: z.string().min(2), alias, ...numbers });
const Place = z.object({
  name: z.string().min(2),
  kind: z.string().min(2),
  alias,
  districtCode: z.string().transform((code) => code || null),
  ...numbers,
});

/** Everything known of a city, in WGS 84: its hand-made folder, and what packages gave. Touches no network. */
export function buildGeodata(city: City, fetched: Fetched, folder = cityFolder(city.id)): Geodata {
  const file = (name: string): string => path.join(folder, name);
  const towns = table(file('towns.csv'), Town).map((row): TownRow => ({
    ...row,
    parentCode: row.code.slice(0, 6),
  }));
  return {
    districts: [
      ...borders(city, fetched.districts, file('districts.geojson')),
      ...outlines(city, file('outlines.geojson')),
    ],
    towns,
    places: table(file('gazetteer.csv'), Place) satisfies PlaceRow[],
    villages: fetched.villages ? villages(city, towns, fetched.villages) : [],
    rivers: features(file('rivers.geojson'), Rivers).map(({ properties, geometry }): RiverRow => ({
      ...properties,
      geometry,
    })),
    facilities: facilityFiles.flatMap((name) => facilities(file(`${name}.geojson`))),
  };
}

function facilities(file: string): FacilityRow[] {
  return features(file, Facilities).map(({ properties, geometry }) => ({
    ...FacilityHead.parse(properties),
    source: properties.source,
    detail: FacilityDetail.parse(properties),
    geometry,
  }));
}

function table<S extends z.ZodType>(file: string, schema: S): z.output<S>[] {
  return existsSync(file) ? z.array(schema).parse(readTable(readFileSync(file, 'utf8'))) : [];
}

function features<F>(file: string, schema: z.ZodType<{ features: F[] }>): F[] {
  return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, 'utf8'))).features : [];
}

/** Borders from the package, turned into WGS 84 once; else the folder's own coarse ones, which are WGS 84 already. */
function borders(city: City, fetched: string | null, sketch: string): DistrictRow[] {
  const { districts: origin } = city.packages;
  const own = !fetched || !origin;
  const found = features(own ? sketch : fetched, Borders);
  return found.flatMap(({ id, properties, geometry }): DistrictRow[] => {
    const position = city.districts.findIndex(({ code }) => code === (properties.code ?? id));
    const district = city.districts[position];
    if (!district) return [];
    const { code, name } = district;
    const common = { code, name, position, cutFrom: null };
    if (own) return [{ ...common, geometry, accuracyM: 1500, mark: '示意', source: '概化示意' }];
    const { crs, accuracyM } = origin;
    const source = `${origin.name}@${origin.version}`;
    return [{ ...common, geometry: toWgs84(geometry, crs), accuracyM, mark: null, source }];
  });
}

/** GCJ-02 and BD-09 are shifted by some 500 m against WGS 84; a metre is far below the accuracy of any border here. */
export function toWgs84<G extends { type: string; coordinates: unknown[] }>(
  geometry: G,
  crs: 'GCJ02' | 'BD09' | 'WGS84',
): G {
  const turn = (value: unknown): unknown => {
    if (!Array.isArray(value)) return value;
    const [lng, lat] = value as unknown[];
    if (typeof lng !== 'number' || typeof lat !== 'number') return value.map(turn);
    return gcoord.transform([lng, lat], gcoord[crs], gcoord.WGS84).map((degree) => Number(degree.toFixed(6)));
  };
  return { ...geometry, coordinates: turn(geometry.coordinates) as unknown[] };
}

function outlines(city: City, file: string): DistrictRow[] {
  return features(file, Outlines).map(({ properties, geometry }) => {
    const position = city.districts.findIndex(({ code }) => code === properties.code);
    const name = city.districts[position]?.name;
    if (name === undefined) throw new Error(`${file}: city.json 中没有区县 ${properties.code}`);
    return { ...properties, name, position, geometry, source: '手工示意' };
  });
}

/** Rows of code, name, township code, …; a village of no known township (a prison) is none of the city's places. */
function villages(city: City, towns: readonly TownRow[], file: string): VillageRow[] {
  const areas = new Map([...city.districts, ...towns].map(({ code, name }) => [code, name]));
  const { villages: origin } = city.packages;
  return readRows(readFileSync(file, 'utf8')).flatMap(([, official = '', areaCode = '']) => {
    const area = areas.get(areaCode);
    const village = area === undefined ? null : villageName(official, area);
    return village ? [{ ...village, areaCode, source: `${origin?.name}@${origin?.version}` }] : [];
  });
}
