import { z } from 'zod';
import type { Reference } from '#contracts/reference.ts';
import type { ResponseScale, WarningScale } from '#contracts/scales.ts';
import { WarningArea, warningPhases } from '#contracts/warning.ts';
import type { WarningMessage } from '#contracts/warning.ts';
import { Instant, badTime, readInstant, readPosition, wordsOf } from './common.ts';
import type { Crs } from './common.ts';
import type { Reading, Refused, StreamSource } from './source.ts';

/** A number or a name of an authority: any words on one line. */
const Line = z
  .string()
  .trim()
  .min(1, '不得为空')
  .max(100)
  .regex(/^[^\u0000-\u001f\uFFFD]+$/u, '不得含控制字符或乱码');

const common = {
  issuer: Line.describe('发布单位'),
  number: Line.describe('文号'),
  revision: z.number().int().min(1).max(10_000).default(1).describe('同一文号的第几次变更'),
  phase: z.enum(warningPhases).default('issue'),
  hazard: Line.max(20).describe('灾种、类别'),
  scale: z.string().max(60).optional().describe('等级标准的代码；同一灾种有多套标准时必填'),
  title: z.string().trim().max(200).optional(),
  text: z.string().max(5_000).default(''),
  area: WarningArea,
  crs: z.enum(['wgs84', 'gcj02', 'bd09', 'cgcs2000']).default('wgs84').describe('多边形的坐标系'),
  issuedAt: Instant,
  expiresAt: Instant.optional(),
};
const WarningItem = z.object({
  kind: z.literal('warning').default('warning'),
  ...common,
  /** Only a lifting may leave it out. */
  colour: z.enum(['white', 'blue', 'yellow', 'orange', 'red']).optional(),
});
const ResponseItem = z.object({
  kind: z.literal('response'),
  ...common,
  government: z.enum(['province', 'city', 'county']),
  level: z.enum(['IV', 'III', 'II', 'I']).optional(),
});
type Item = z.infer<typeof WarningItem> | z.infer<typeof ResponseItem>;

/** 预警与应急响应, issued by authorities: key issuer, number, revision, phase. */
export const source: StreamSource = {
  id: 'warning',
  title: '预警',
  list: 'warnings',
  item: z.union([ResponseItem, WarningItem]),
  // An authority that says nothing for a week has nothing to say.
  quietMinutes: 30 * 1440,
};

/** Reads one message; a level that its scale does not know is refused, never guessed. */
export function readWarning(
  raw: unknown,
  { now, reference }: Pick<Reading, 'now' | 'reference'>,
): { message: WarningMessage } | { refused: Refused } {
  const isResponse = (raw as { kind?: unknown } | null)?.kind === 'response';
  const parsed = (isResponse ? ResponseItem : WarningItem).safeParse(raw);
  if (!parsed.success) return no('bad-item', wordsOf(parsed.error));
  const item = parsed.data;
  const key = `${item.issuer}/${item.number}/${item.revision}/${item.phase}`;
  const times = readInstant(item.issuedAt, now);
  if (!times) return no('bad-time', badTime, key);
  const expires = item.expiresAt === undefined ? null : new Date(item.expiresAt);
  if (expires && !(expires > times.observedAt && expires.getTime() < now.getTime() + yearMs))
    return no('bad-time', '失效时间须晚于发布时间，且在一年之内', key);
  const scale = scaleOf(item, reference);
  if ('code' in scale && 'message' in scale) return no(scale.code, scale.message, key);
  const area = placed(item.area, item.crs);
  if (!area) return no('bad-item', '多边形坐标无效：须为经度、纬度，首尾相接', key);
  const { crs: _crs, scale: _scale, issuedAt: _issued, expiresAt: _expires, ...facts } = item;
  return {
    message: {
      ...facts,
      title: item.title ?? null,
      colour: item.kind === 'warning' ? (item.colour ?? null) : null,
      level: item.kind === 'response' ? (item.level ?? null) : null,
      government: item.kind === 'response' ? item.government : null,
      scaleCode: scale.code,
      area,
      issuedAt: times.observedAt.toISOString(),
      expiresAt: expires?.toISOString() ?? null,
    },
  };
}

const yearMs = 366 * 86_400_000;
const no = (code: string, message: string, key: string | null = null): { refused: Refused } => ({
  refused: { code, message, key, deviceId: null },
});

/** The scale of this hazard, and that it knows the level; hazards by station (floods) name no districts alone. */
function scaleOf(
  item: Item,
  reference: Reference,
): WarningScale | ResponseScale | { code: string; message: string } {
  const all: (WarningScale | ResponseScale)[] =
    item.kind === 'warning'
      ? [...reference.warningScale.values()]
      : [...reference.responseScale.values()].filter((one) => one.government === item.government);
  const fitting = all.filter((one) => (item.scale ? one.code === item.scale : one.hazard === item.hazard));
  const codes = fitting.map((one) => one.code).join('、');
  if (fitting.length === 0)
    return {
      code: 'unknown-hazard',
      message: `没有“${item.scale ?? item.hazard}”的等级标准，请先在管理页登记`,
    };
  if (fitting.length > 1)
    return { code: 'which-scale', message: `“${item.hazard}”有多套等级标准（${codes}），请以 scale 指明` };
  const [scale] = fitting as [WarningScale | ResponseScale];
  const given = item.kind === 'warning' ? item.colour : item.level;
  const known = scale.levels.map((one) => ('colour' in one ? one.colour : one.roman) as string);
  if (given === undefined ? item.phase !== 'lift' : !known.includes(given))
    return { code: 'unknown-level', message: `“${scale.name}”没有这一等级（只有 ${known.join('、')}）` };
  const byStation = 'areaBy' in scale && scale.areaBy === 'station';
  if (byStation && item.phase !== 'lift' && !item.area.stations?.length && !item.area.reach)
    return {
      code: 'needs-station',
      message: `${scale.hazard}预警按站点、河段发布，不按区县：请给出站点或河段`,
    };
  return scale;
}

/** The area in WGS 84; null when a ring is not one. */
function placed(area: z.infer<typeof WarningArea>, crs: z.infer<typeof Crs>): WarningMessage['area'] | null {
  if (!area.polygon) return area;
  const polygons = area.polygon.type === 'Polygon' ? [area.polygon.coordinates] : area.polygon.coordinates;
  const moved: [number, number][][][] = [];
  for (const polygon of polygons) {
    const rings = polygon.map((ring) =>
      ring.map(([lng, lat]): [number, number] => {
        const at = readPosition({ lng, lat, crs }, null) as { lng: number; lat: number };
        return [at.lng, at.lat];
      }),
    );
    if (!rings.every(isClosed)) return null;
    moved.push(rings);
  }
  return { ...area, polygon: { type: 'MultiPolygon', coordinates: moved } };
}

function isClosed(ring: readonly [number, number][]): boolean {
  const [first, last] = [ring[0], ring.at(-1)];
  return ring.length >= 4 && first![0] === last![0] && first![1] === last![1];
}
