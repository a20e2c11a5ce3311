import type { Threshold } from '#contracts/reference.ts';
import type { Db } from '#store/db.ts';
import type { NewEvent } from '#store/events.ts';
import * as registry from '#store/registry.ts';
import { keyHash } from '#store/key-hash.ts';
import { bodyHash } from './hash.ts';

/** A sample at which a series went over its threshold. */
export type Raised = {
  deviceId: string;
  metric: string;
  observedAt: Date;
  value: number;
  /** It came over the line by a step of a thousand: a person looks before anybody is sent. */
  doubtful: boolean;
  rule: Threshold;
};

/** 越限来件: one event for each crossing, at the registered place of the device (5 m). */
export async function alarmEvents(tx: Db, raised: readonly Raised[]): Promise<NewEvent[]> {
  if (raised.length === 0) return [];
  const devices = await registry.devices(tx, [...new Set(raised.map((one) => one.deviceId))]);
  return raised.map(({ deviceId, metric, observedAt, value, doubtful, rule }) => {
    const device = devices.get(deviceId);
    const key = `${deviceId}/${metric}/${observedAt.toISOString()}`;
    const severe =
      rule.severeRaise !== null &&
      (rule.direction === 'above' ? value >= rule.severeRaise : value <= rule.severeRaise);
    const words = rule.direction === 'above' ? '达到' : '低于';
    return {
      source: 'sensor',
      key,
      key_hash: keyHash(key),
      body_hash: bodyHash({ key, value }),
      observed_at: observedAt.toISOString(),
      category_code: rule.categoryCode,
      body: `${device?.name ?? deviceId}${rule.name} ${value} ${rule.unit}，${words}阈值 ${rule.raise} ${rule.unit}`,
      address: device?.name ?? null,
      lng: device?.lng ?? null,
      lat: device?.lat ?? null,
      accuracy_m: device ? 5 : null,
      asset_id: deviceId,
      confidence: null,
      phase: null,
      severity: severe ? Math.max(1, rule.severity - 1) : rule.severity,
      history: false,
      flags: doubtful ? ['unit-doubt'] : [],
      detail: { metric, value },
      sealed: null,
    };
  });
}
