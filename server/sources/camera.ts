import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Draft, Parsed, Reading, Source } from './source.ts';
import {
  Instant,
  Name,
  Position,
  badTime,
  instantMs,
  readInstant,
  readPhotos,
  readPosition,
  refuse,
  wordsOf,
} from './common.ts';

const share = z.number().min(0, '目标框须在画面之内').max(1, '目标框须在画面之内');
const Alert = z.object({
  platformId: Name,
  alarmId: Name.optional(),
  cameraId: Name,
  kind: z.string().min(1).max(60),
  confidence: z.number().min(0, '置信度须在 0 到 1 之间').max(1, '置信度须在 0 到 1 之间').optional(),
  observedAt: Instant,
  ...Position,
  snapshotUrl: z.string().max(2000).optional(),
  snapshotBase64: z.string().max(7_000_000).optional(),
  /** 目标框 as shares of the picture: left, top, width, height. */
  box: z
    .tuple([share, share, share.positive(), share.positive()])
    .refine(([left, top, width, height]) => left + width <= 1 && top + height <= 1, '目标框须在画面之内')
    .optional(),
  phase: z.enum(['start', 'end']).default('start'),
});
type Alert = z.infer<typeof Alert>;

/** 摄像智能告警: key platformId, alarmId, and `end` for the end. The place is the alert's own (50 m), else what the registry knows. */
export const source: Source = {
  id: 'camera',
  title: '摄像',
  list: 'alerts',
  item: Alert,
  quietMinutes: 30,
  read(raw, reading) {
    const parsed = Alert.safeParse(raw);
    if (!parsed.success) return refuse('bad-item', wordsOf(parsed.error));
    return toDraft(parsed.data, reading);
  },
};

/** A vendor without alarm ids: the same camera, kind, second (as its own clock says) and picture is the same alert. */
function fallbackId(alert: Alert): string {
  const at = instantMs(alert.observedAt);
  const picture = alert.snapshotBase64
    ? createHash('sha256').update(alert.snapshotBase64).digest('hex').slice(0, 12)
    : '';
  return `${alert.cameraId}-${alert.kind}-${Math.floor(at / 1000)}${picture && `-${picture}`}`;
}

function toDraft(alert: Alert, { now, bounds, reference }: Reading): Parsed {
  const times = readInstant(alert.observedAt, now);
  const id = alert.alarmId ?? (times && fallbackId(alert));
  const key = id ? `${alert.platformId}/${id}${alert.phase === 'end' ? '/end' : ''}` : null;
  if (!times || !key) return refuse('bad-time', badTime, key, alert.cameraId);
  const kind = reference.cameraKind.get(alert.kind);
  if (!kind)
    return refuse('unknown-kind', `未登记的识别类型“${alert.kind}”，登记后可重放`, key, alert.cameraId);
  const at = readPosition(alert, bounds);
  if (at === 'outside')
    return refuse('outside-city', '坐标不在本市范围内，请核对经纬度次序与坐标系', key, alert.cameraId);
  const flags = [...times.flags];
  const photos = alert.snapshotBase64 ? readPhotos([alert.snapshotBase64], flags) : [];
  if (!alert.alarmId) flags.push('no-alarm-id');
  if ((alert.confidence ?? 1) < kind.minConfidence) flags.push('low-confidence');
  const draft: Draft = {
    source: 'camera',
    key,
    ...times,
    flags,
    categoryCode: kind.categoryCode,
    title: null,
    body: `${kind.name}${alert.phase === 'end' ? '（结束）' : ''}`,
    address: null,
    lng: at?.lng ?? null,
    lat: at?.lat ?? null,
    accuracyM: at ? 50 : null,
    assetId: alert.cameraId,
    confidence: alert.confidence ?? null,
    phase: alert.phase,
    severity: null,
    detail: {
      platformId: alert.platformId,
      kind: alert.kind,
    },
    personal: null,
    photos,
    snapshotUrl: alert.snapshotUrl,
  };
  return { ok: true, draft, facts: { ...alert, observedAt: instantMs(alert.observedAt) } };
}
