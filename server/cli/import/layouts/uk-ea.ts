import { z } from 'zod';
import type { Layout, Understood } from '../kind.ts';
import { text } from '../cells.ts';

/** What a measure is of, by unit: metres of level, millimetres of rain; the file also holds volts, degrees and unknowns. */
const levelUnits = new Set(['m', 'mASD', 'mAOD', 'mBDAT']);

const Scale = z.object({
  typicalRangeLow: z.number().optional(),
  typicalRangeHigh: z.number().optional(),
  scaleMax: z.number().optional(),
});
const Station = z.object({
  stationReference: z.string(),
  label: z.string(),
  lat: z.number(),
  long: z.number(),
  riverName: z.string().optional(),
  town: z.string().optional(),
  catchmentName: z.string().optional(),
  datumOffset: z.number().optional().catch(undefined),
  measures: z.array(
    z.object({ '@id': z.string(), qualifier: z.string().optional(), unitName: z.string().optional() }),
  ),
  stageScale: Scale.optional().catch(undefined),
  downstageScale: Scale.optional().catch(undefined),
});
type Station = z.infer<typeof Station>;
const Measure = z.object({
  notation: z.string(),
  parameter: z.string(),
  unitName: z.string().optional(),
  period: z.number().positive().optional(),
  latestReading: z.object({ dateTime: z.iso.datetime(), value: z.number() }).optional(),
}); // prettier-ignore

/** The typical range as this measure counts it: heights above the sea need the gauge's own zero. */
function rangeOf(station: Station, unit: string, downstream: boolean): Record<string, number> {
  const scale = downstream ? station.downstageScale : station.stageScale;
  const zero = unit === 'mAOD' ? station.datumOffset : 0;
  if (scale?.typicalRangeLow === undefined || scale.typicalRangeHigh === undefined || zero === undefined)
    return {};
  return { typicalLow: scale.typicalRangeLow + zero, typicalHigh: scale.typicalRangeHigh + zero };
}

/** Each measure of a station is a device of its own: two gauges of one station must not share a series. */
function devices(cells: Record<string, unknown>): Understood {
  const parsed = Station.safeParse(cells);
  if (!parsed.success) throw new Error(`站点“${text(cells['stationReference'])}”有含义不明的内容：${parsed.error.issues.map(({ path }) => path.join('.')).join('、')}`); // prettier-ignore
  const station = parsed.data;
  const left: string[] = [];
  const items = station.measures.flatMap(({ '@id': id, qualifier, unitName = '---' }) => {
    if (!levelUnits.has(unitName)) {
      left.push(`单位为 ${unitName} 的测项（不是水位）`);
      return [];
    }
    const range = rangeOf(station, unitName, /downstream/i.test(qualifier ?? ''));
    if (!('typicalLow' in range)) left.push('没有常见水位范围的测项（照常登记）');
    const { label, riverName, town, catchmentName, stationReference } = station;
    const facts = { station: stationReference, river: riverName, town, catchment: catchmentName, datum: unitName, ...range };
    const detail = Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
    const deviceId = id.split('/').at(-1)!;
    return [{ deviceId, name: label, kind: 'river-level', lng: station.long, lat: station.lat, metrics: ['level_m'], detail }];
  });
  return { items, left };
} // prettier-ignore

function readings(cells: Record<string, unknown>): Understood {
  const parsed = Measure.safeParse(cells);
  if (!parsed.success) throw new Error(`测项“${text(cells['notation'])}”的读数不是一个时间一个数`);
  const { notation, parameter, unitName = '---', period, latestReading } = parsed.data;
  if (!latestReading) return { items: [], left: ['没有最新读数的测项'] };
  const { dateTime: observedAt, value } = latestReading;
  if (parameter === 'level' && levelUnits.has(unitName))
    return { items: [{ deviceId: notation, metric: 'level_m', value, observedAt }], left: [] };
  // What fell in one period, as a rate.
  if (parameter === 'rainfall' && unitName === 'mm' && period)
    return { items: [{ deviceId: notation, metric: 'rain_mm_h', value: (value * 3600) / period, observedAt }], left: [] };
  return { items: [], left: [`单位为 ${unitName} 的测项（没有对应的指标）`] };
} // prettier-ignore

/** 英国环境署: river stations with their typical ranges, and the newest reading of each measure of level or rain. */
export const layout: Layout = {
  id: 'uk-ea',
  title: '英国环境署水位雨量站',
  fits: (cells) => 'stationReference' in cells && ('measures' in cells || ('notation' in cells && 'parameter' in cells)),
  reads: { sensors: devices, readings },
}; // prettier-ignore
