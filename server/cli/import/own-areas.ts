import { z } from 'zod';
import { wordsOf } from '#server/sources/common.ts';
import type { DoorAnswer } from '#server/ingest/answer.ts';
import { inTransaction } from '#store/db.ts';
import { lockGeodata } from '#store/load-areas.ts';
import { writeOwnAreas } from '#store/own-areas.ts';
import type { OwnArea } from '#store/own-areas.ts';
import { RowCrs, isRefused, readGeometry } from './geometry.ts';
import type { Refused } from './geometry.ts';
import type { Field, ImportCity, ImportKind } from './kind.ts';
import { redrawMap } from './redraw-map.ts';

type Kind = 'district' | 'grid' | 'duty';

const Item = z.object({
  code: z.string().regex(/^[0-9A-Za-z-]{2,30}$/, '代码须为 2 至 30 位字母、数字或连字符'),
  name: z.string().min(1, '缺少名称').max(60, '名称过长'),
  parentCode: z.string().optional(),
  unitCode: z.string().optional(),
  accuracyM: z.number().positive('误差须为正数').max(10_000).default(20),
  crs: RowCrs,
  geometry: z.unknown().optional(),
});

const fields: readonly Field[] = [
  { name: 'code', title: '代码', required: true, headings: ['编码', '网格编码', '区划代码', 'adcode', 'id'] },
  { name: 'name', title: '名称', required: true, headings: ['网格名称', '区县名称'] },
  { name: 'parentCode', title: '上级区划代码', headings: ['所属区县', 'districtCode'] },
  { name: 'accuracyM', title: '误差（米）', type: 'number' },
  { name: 'geometry', title: '图形', type: 'any', required: true },
];

function read(kind: Kind, { city, reference }: ImportCity, raw: Record<string, unknown>): OwnArea | Refused {
  const parsed = Item.safeParse(raw);
  if (!parsed.success) return { code: 'bad-item', message: wordsOf(parsed.error) };
  const { crs, parentCode = null, unitCode = null, ...rest } = parsed.data;
  if (kind === 'district' && !city.districts.some(({ code }) => code === rest.code))
    return { code: 'unknown-district', message: `city.json 中没有区县“${rest.code}”，请先登记其名称与别称` };
  if (unitCode !== null && !reference.unit.has(unitCode))
    return { code: 'unknown-unit', message: `没有代码为“${unitCode}”的单位` };
  const geometry = readGeometry(rest.geometry, crs, ['Polygon', 'MultiPolygon'], city);
  if (isRefused(geometry)) return geometry;
  return { ...rest, parentCode, unitCode, accuracyM: Math.ceil(rest.accuracyM), geometry };
}

async function take(
  kind: Kind,
  into: ImportCity,
  raws: readonly Record<string, unknown>[],
): Promise<DoorAnswer> {
  const good: OwnArea[] = [];
  const places: number[] = [];
  const quarantined: DoorAnswer['quarantined'] = [];
  const seen = new Set<string>();
  for (const [index, raw] of raws.entries()) {
    const area = read(kind, into, raw);
    if (isRefused(area)) quarantined.push({ index, ...area });
    else if (seen.has(area.code))
      quarantined.push({ index, code: 'twice', message: `代码“${area.code}”在文件中不止一次` });
    else {
      seen.add(area.code);
      good.push(area);
      places.push(index);
    }
  }
  const outcomes = await inTransaction(into.pool, '*', async (tx) => {
    await lockGeodata(tx);
    return writeOwnAreas(tx, kind, good);
  });
  for (const [i, outcome] of outcomes.entries())
    if (outcome === 'empty')
      quarantined.push({ index: places[i]!, code: 'bad-geometry', message: '图形没有面积' });
  const count = (wanted: string): number => outcomes.filter((one) => one === wanted).length;
  if (count('written') > 0) await redrawMap(into);
  return { accepted: count('written'), duplicates: count('unchanged'), quarantined };
}

/** An import kind that brings areas in, all or none: borders of neighbours belong together. */
export const areaKind = (id: string, title: string, kind: Kind, more: readonly Field[] = []): ImportKind => ({
  id,
  title,
  formats: ['geojson'],
  fields: [...fields, ...more],
  batch: Number.POSITIVE_INFINITY,
  take: (city, items) => take(kind, city, items),
  doubt: (city, item) => {
    const area = read(kind, city, item);
    return isRefused(area) ? `${area.code}：${area.message}` : null;
  },
});
