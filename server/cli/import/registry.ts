import type { z } from 'zod';
import { wordsOf, readPosition } from '#server/sources/common.ts';
import type { DoorAnswer } from '#server/ingest/answer.ts';
import { register } from '#server/ingest/register.ts';
import type { DeviceItem } from '#server/ingest/register.ts';
import type { Field, ImportCity, ImportKind } from './kind.ts';

type Refused = { code: string; message: string };
type Registry = {
  kind: 'sensor' | 'camera';
  schema: z.ZodType<Record<string, unknown>>;
  toDevice: (item: Record<string, unknown>) => DeviceItem;
};

/** What registers no device: a damaged item, or a place outside the city. */
function read(registry: Registry, city: ImportCity, raw: Record<string, unknown>): DeviceItem | Refused {
  const parsed = registry.schema.safeParse(raw);
  if (!parsed.success) return { code: 'bad-item', message: wordsOf(parsed.error) };
  const item = registry.toDevice(parsed.data);
  const at = readPosition(item, city.city.bounds);
  if (at === 'outside' || at === null)
    return { code: 'outside-city', message: '坐标不在本市范围内，请核对经纬度次序与坐标系' };
  return item;
}

const isRefused = (item: DeviceItem | Refused): item is Refused => 'code' in item;

/**
 * Registers the good items of a batch through the same function as PUT /api/registry; a device that stood there just
 * so, or comes again in the file, is a duplicate. Registries have no quarantine: what is refused is only reported.
 */
async function take(
  registry: Registry,
  city: ImportCity,
  items: readonly Record<string, unknown>[],
): Promise<DoorAnswer> {
  const readItems = items.map((item) => read(registry, city, item));
  const devices = new Map(readItems.flatMap((item) => (isRefused(item) ? [] : [[item.id, item] as const])));
  const quarantined = readItems.flatMap((item, index) => (isRefused(item) ? [{ index, ...item }] : []));
  const { registered, unchanged } = await register(city, city.city.bounds, registry.kind, [...devices.values()], 'import'); // prettier-ignore
  const accepted = registered - unchanged;
  return { accepted, duplicates: items.length - quarantined.length - accepted, quarantined };
}

/** The fields that sensors and cameras share. */
export const deviceFields: readonly Field[] = [
  { name: 'name', title: '名称', required: true, headings: ['设备名称', '站名', '点位名称'] },
  { name: 'kind', title: '类型', required: true, headings: ['设备类型'] },
  { name: 'lng', title: '经度', type: 'number', required: true, headings: ['longitude', 'lon', 'long'] },
  { name: 'lat', title: '纬度', type: 'number', required: true, headings: ['latitude'] },
  { name: 'crs', title: '坐标系' },
  { name: 'districtCode', title: '区划代码', headings: ['行政区划'] },
  { name: 'departmentCode', title: '权属单位代码', headings: ['权属单位'] },
];

/** The parts of an import kind that bring devices into a registry. */
export const intoRegistry = (registry: Registry): Pick<ImportKind, 'batch' | 'take' | 'doubt'> => ({
  batch: 1_000,
  take: (city, items) => take(registry, city, items),
  doubt: (city, raw) => {
    const item = read(registry, city, raw);
    return isRefused(item) ? `${item.code}：${item.message}` : null;
  },
});
