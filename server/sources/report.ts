import { z } from 'zod';
import type { Draft, Parsed, Reading, Source } from './source.ts';
import {
  Instant,
  Name,
  Position,
  Words,
  badTime,
  instantMs,
  readInstant,
  readPhotos,
  readPosition,
  refuse,
  wordsOf,
} from './common.ts';

export const reporterNames = {
  collector: '采集员上报',
  grid: '网格员上报',
  citizen: '市民随手拍',
  police: '110 非警务转办',
  superior: '上级下达',
  leader: '领导交办',
  media: '舆情',
  operator: '值班员补录',
} as const;

const Report = z.object({
  reporterKind: z.enum(Object.keys(reporterNames) as [keyof typeof reporterNames]),
  reportNo: Name,
  text: Words.min(1, '不得为空'),
  categoryCode: z.string().max(60).optional(),
  ...Position,
  address: z.string().max(500).optional(),
  observedAt: Instant,
  photos: z.array(z.string().max(7_000_000)).max(9, '照片最多 9 张').default([]),
  selfHandled: z.boolean().default(false),
});
type Report = z.infer<typeof Report>;

/** 人工上报: key reporterKind, reportNo. A collector's device is good to 20 m, a citizen's pin to 150 m. */
export const source: Source = {
  id: 'report',
  title: '上报',
  list: 'reports',
  item: Report,
  quietMinutes: 120,
  read(raw, reading) {
    const parsed = Report.safeParse(raw);
    if (!parsed.success) return refuse('bad-item', wordsOf(parsed.error));
    return toDraft(parsed.data, reading);
  },
};

function toDraft(report: Report, { now, bounds, reference }: Reading): Parsed {
  const key = `${report.reporterKind}/${report.reportNo}`;
  const times = readInstant(report.observedAt, now);
  if (!times) return refuse('bad-time', badTime, key);
  const at = readPosition(report, bounds);
  if (at === 'outside') return refuse('outside-city', '坐标不在本市范围内，请核对经纬度次序与坐标系', key);
  const flags = [...times.flags];
  const photos = readPhotos(report.photos, flags);
  if (report.selfHandled) flags.push('self-handled');
  const known = report.categoryCode && reference.category.has(report.categoryCode);
  if (report.categoryCode && !known) flags.push('unknown-category');
  const trained = report.reporterKind === 'collector' || report.reporterKind === 'grid';
  const draft: Draft = {
    source: 'report',
    key,
    ...times,
    flags,
    categoryCode: known ? report.categoryCode! : null,
    title: null,
    body: report.text,
    address: report.address ?? null,
    lng: at?.lng ?? null,
    lat: at?.lat ?? null,
    accuracyM: at ? (trained ? 20 : 150) : null,
    assetId: null,
    confidence: null,
    phase: null,
    severity: report.reporterKind === 'leader' || report.reporterKind === 'superior' ? 2 : null,
    detail: { reporterKind: report.reporterKind, selfHandled: report.selfHandled },
    personal: { text: report.text, address: report.address ?? null },
    photos,
  };
  return { ok: true, draft, facts: { ...report, observedAt: instantMs(report.observedAt) } };
}
