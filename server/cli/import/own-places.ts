import { z } from 'zod';
import { wordsOf } from '#server/sources/common.ts';
import type { DoorAnswer } from '#server/ingest/answer.ts';
import { inTransaction } from '#store/db.ts';
import { lockGeodata } from '#store/load-areas.ts';
import { writeOwnPlaces } from '#store/own-places.ts';
import type { OwnPlace } from '#store/own-places.ts';
import { RowCrs, isRefused, readGeometry } from './geometry.ts';
import type { Refused } from './geometry.ts';
import type { Field, ImportCity, ImportKind } from './kind.ts';
import { redrawMap } from './redraw-map.ts';

const Item = z.object({
  name: z.string().min(2, '名称至少两个字').max(80, '名称过长'),
  kind: z.string().regex(/^[a-z-]{2,20}$/, '类型须为小写英文，如 road、school、park'),
  alias: z.array(z.string()).default([]),
  districtCode: z
    .string()
    .regex(/^\d{6,12}$/, '区划代码须为 6 至 12 位数字')
    .optional(),
  lng: z.number().optional(),
  lat: z.number().optional(),
  accuracyM: z.number().positive('误差须为正数').max(10_000).optional(),
  crs: RowCrs,
  geometry: z.unknown().optional(),
});

/** The fields that named places and standard addresses share. */
export const placeFields: readonly Field[] = [
  { name: 'name', title: '名称', required: true, headings: ['地名', '标准地址', '地址'] },
  { name: 'districtCode', title: '区划代码', headings: ['行政区划', '区县代码'] },
  { name: 'lng', title: '经度', type: 'number', headings: ['longitude', 'lon', 'x'] },
  { name: 'lat', title: '纬度', type: 'number', headings: ['latitude', 'y'] },
  { name: 'accuracyM', title: '误差（米）', type: 'number' },
  { name: 'geometry', title: '图形', type: 'any' },
];

const shapes = ['Point', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon'];

function read({ city }: ImportCity, raw: Record<string, unknown>, accuracyM: number): OwnPlace | Refused {
  const parsed = Item.safeParse(raw);
  if (!parsed.success) return { code: 'bad-item', message: wordsOf(parsed.error) };
  const { crs, lng, lat, districtCode: said, ...rest } = parsed.data;
  const district = said === undefined ? null : districtOf(city, said);
  if (district === undefined) return { code: 'unknown-district', message: `本市没有区划代码“${said}”` };
  const point =
    lng === undefined || lat === undefined ? undefined : { type: 'Point', coordinates: [lng, lat] };
  const geometry = readGeometry(rest.geometry ?? point, crs, shapes, city);
  if (isRefused(geometry)) return geometry;
  const { name, kind, alias } = rest;
  return {
    name,
    kind,
    alias,
    districtCode: district,
    accuracyM: Math.ceil(rest.accuracyM ?? accuracyM),
    geometry,
  };
}

/** The district that a code of six digits or more belongs to: the longest that it begins with. */
function districtOf({ districts }: ImportCity['city'], said: string): string | undefined {
  const fitting = districts.map(({ code }) => code).filter((code) => said.startsWith(code));
  return fitting.sort((a, b) => b.length - a.length)[0];
}

/** An import kind that adds places, all at once, so that the map is drawn anew once; `accuracyM` stands for files that say nothing of it. */
export const placeKind = (
  kind: Pick<ImportKind, 'id' | 'title' | 'fields'>,
  accuracyM: number,
  more: Record<string, unknown> = {},
): ImportKind => {
  const readOne = (city: ImportCity, item: Record<string, unknown>): OwnPlace | Refused =>
    read(city, { ...item, ...more }, accuracyM);
  return {
    ...kind,
    formats: ['csv', 'geojson', 'json', 'ndjson', 'xlsx'],
    batch: Number.POSITIVE_INFINITY,
    take: async (into, items): Promise<DoorAnswer> => {
      const places = items.map((item) => readOne(into, item));
      const good = places.filter((place): place is OwnPlace => !isRefused(place));
      const written = await inTransaction(into.pool, '*', async (tx) => {
        await lockGeodata(tx);
        return writeOwnPlaces(tx, good);
      });
      const accepted = written.filter(Boolean).length;
      if (accepted > 0) await redrawMap(into);
      const quarantined = places.flatMap((place, index) => (isRefused(place) ? [{ index, ...place }] : []));
      return { accepted, duplicates: good.length - accepted, quarantined };
    },
    doubt: (city, item) => {
      const place = readOne(city, item);
      return isRefused(place) ? `${place.code}：${place.message}` : null;
    },
  };
};
