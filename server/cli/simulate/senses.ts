import type { DemoDevice } from '#geodata/demo-day.ts';
import type { Curve } from '#contracts/demo.ts';
import { chance, seedOf } from './random.ts';

export type DemoReading = { deviceId: string; metric: string; value: number };

const hour = 3600;
/** Ordinary values: what a metric says when nothing happens, and by how much it wavers. */
const calm: Record<string, { base: number; waver: number; digits: number }> = {
  depth_m: { base: 0, waver: 0, digits: 3 },
  freeboard_m: { base: 1.6, waver: 0.05, digits: 2 },
  level_m: { base: 4, waver: 0.01, digits: 2 },
  flow_m3s: { base: 3200, waver: 40, digits: 0 },
  rain_mm_h: { base: 0, waver: 0, digits: 1 },
  ch4_lel_pct: { base: 1.2, waver: 0.5, digits: 1 },
  pm25_ugm3: { base: 24, waver: 4, digits: 0 },
  pm10_ugm3: { base: 45, waver: 7, digits: 0 },
  voc_ppb: { base: 85, waver: 15, digits: 0 },
  leq_db: { base: 50, waver: 2, digits: 1 },
  temp_c: { base: 3.5, waver: 0.5, digits: 1 },
  pressure_mpa: { base: 0.95, waver: 0.02, digits: 2 },
  flow_th: { base: 78, waver: 4, digits: 0 },
  power_kw: { base: 210, waver: 12, digits: 0 },
  people_count: { base: 300, waver: 30, digits: 0 },
  seepage_m3d: { base: 14, waver: 1.2, digits: 1 },
  displacement_mm: { base: 3, waver: 0.2, digits: 1 },
};
/** Where a river gauge stands on an ordinary day, metres; others take the base. */
const gauges: Record<string, number> = {
  'level-huaiji': 48.6,
  'level-fengkai': 12.4,
  'level-deqing': 10.2,
  'level-gaoyao': 5.3,
};

/** Morning and evening, 0 to 1. */
const rush = (t: number): number =>
  Math.max(0, 1 - Math.abs(t - 8 * hour) / (1.5 * hour), 1 - Math.abs(t - 18 * hour) / (1.8 * hour));
/** People are about: low at night, high by day, highest in the evening. */
const awake = (t: number): number => Math.max(0, Math.sin(((t / hour - 6) / 17) * Math.PI));

/**
 * 雨团: rain in mm/h at a place, from a cell that crosses the city from west to east between 04:50 and 06:50, 50 km wide.
 */
export function rainAt(lng: number, lat: number, t: number): number {
  const share = (t - (4 * hour + 50 * 60)) / (2 * hour);
  if (share < -0.1 || share > 1.1) return 0;
  const across = (lng - (111.5 + 1.6 * share)) / 0.2;
  const along = (lat - (23.15 + 0.1 * share)) / 0.3;
  const value = 37 * Math.exp(-(across * across + along * along) / 2);
  return value < 0.3 ? 0 : value;
}

/** What rain of the last hour leaves on the road, 0 to 1. */
function wet({ lng, lat }: DemoDevice, t: number): number {
  let sum = 0;
  for (let back = 0; back <= 60; back += 10) sum += rainAt(lng, lat, t - back * 60);
  return Math.min(1, sum / 7 / 30);
}

function shaped(device: DemoDevice, metric: string, t: number, own: number): number {
  const { base } = calm[metric]!;
  switch (metric) {
    case 'rain_mm_h':
      return rainAt(device.lng, device.lat, t);
    case 'depth_m':
      return own > 0.4 ? 0.09 * wet(device, t) * own : 0;
    case 'freeboard_m':
      return base + own * 0.4 - 0.8 * wet(device, t);
    case 'level_m':
      return (gauges[device.id] ?? base + own * 20) + 0.08 * Math.sin((t / (12 * hour)) * Math.PI);
    case 'leq_db':
      return base + 6 * awake(t) + 3 * rush(t);
    case 'pm25_ugm3':
    case 'pm10_ugm3':
    case 'voc_ppb':
      return base * (0.9 + 0.3 * rush(t) + 0.2 * own);
    case 'power_kw':
      return base * (0.6 + 0.8 * awake(t) + 0.3 * own);
    case 'people_count':
      return base + (2200 + 2500 * own) * awake(t);
    case 'flow_th':
      return base + 20 * awake(t);
    default:
      return base * (0.9 + 0.2 * own);
  }
}

/** What every sensor says at second `t` of the day; a curve of a script speaks for its sensor while it lasts. */
export function readingsAt(
  devices: readonly DemoDevice[],
  curves: readonly Curve[],
  t: number,
  seed: number,
): DemoReading[] {
  const scripted = new Map(curves.map((curve) => [`${curve.deviceId}/${curve.metric}`, curve]));
  return devices.flatMap((device) =>
    device.metrics.flatMap((metric) => {
      const range = calm[metric];
      if (!range) return [];
      const value = scriptedAt(scripted.get(`${device.id}/${metric}`), t);
      if (value !== null) return [{ deviceId: device.id, metric, value }];
      const own = chance(seedOf(device.id)).next();
      const waver = chance(seedOf(`${seed}/${device.id}/${metric}/${Math.floor(t / 60)}`)).between(-1, 1);
      const raw = shaped(device, metric, t % (24 * hour), own) + waver * range.waver;
      return [{ deviceId: device.id, metric, value: Number(Math.max(0, raw).toFixed(range.digits)) }];
    }),
  );
}

/** The value of a curve at `t`, straight between its points; null before its first and after its last. */
export function scriptedAt(curve: Curve | undefined, t: number): number | null {
  if (!curve) return null;
  const after = curve.points.findIndex(([at]) => at >= t);
  const to = curve.points[after];
  if (!to) return null;
  if (to[0] === t) return to[1];
  const from = curve.points[after - 1];
  if (!from) return null;
  const share = (t - from[0]) / (to[0] - from[0]);
  return Number((from[1] + (to[1] - from[1]) * share).toFixed(3));
}
