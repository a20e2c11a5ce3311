import { alertLevel } from '#domain/alert.ts';
import type { Watching } from '#domain/alert.ts';
import type { NewEvent } from '#store/events.ts';
import type { Device } from '#store/registry.ts';
import { keyHash } from '#store/key-hash.ts';
import { bodyHash } from './hash.ts';

/** A sample at which a rule went off for a device. */
export type Raised = {
  deviceId: string;
  observedAt: Date;
  value: number;
  /** It came over the line by a step of a thousand: a person looks before anybody is sent. */
  doubtful: boolean;
  rule: Watching;
  words: (device: string) => string;
};

/** 越限来件: one event for each crossing, at the registered place of the device (5 m). */
export function alarmEvents(devices: ReadonlyMap<string, Device>, raised: readonly Raised[]): NewEvent[] {
  return raised.map(({ deviceId, observedAt, value, doubtful, rule, words }) => {
    const device = devices.get(deviceId);
    const key = `${deviceId}/${rule.code}/${observedAt.toISOString()}`;
    return {
      source: 'sensor',
      key,
      key_hash: keyHash(key),
      body_hash: bodyHash({ key, value }),
      observed_at: observedAt.toISOString(),
      category_code: rule.categoryCode,
      body: words(device?.name ?? deviceId),
      address: device?.name ?? null,
      lng: device?.lng ?? null,
      lat: device?.lat ?? null,
      accuracy_m: device ? 5 : null,
      asset_id: deviceId,
      confidence: null,
      phase: null,
      severity: alertLevel(rule, value),
      history: false,
      flags: doubtful ? ['unit-doubt'] : [],
      detail: { metric: rule.code, value },
      sealed: null,
    };
  });
}
