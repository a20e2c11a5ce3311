import type { Db } from '#store/db.ts';
import type { NewEvent } from '#store/events.ts';
import { keyHash } from '#store/key-hash.ts';
import type { Still } from '#store/readings.ts';
import * as registry from '#store/registry.ts';
import { bodyHash } from './hash.ts';

/**
 * 监测设备故障来件: one event for each series that stands still, at the registered place of the device (5 m), for its
 * owner. `names` are the metrics by code.
 */
export async function stillEvents(
  tx: Db,
  still: readonly Still[],
  names: ReadonlyMap<string, { name: string; unit: string }>,
  hours: number,
  now: Date,
): Promise<NewEvent[]> {
  const devices = await registry.devices(tx, [...new Set(still.map((one) => one.deviceId))]);
  return still.flatMap(({ deviceId, metric, value, sameSince }) => {
    const device = devices.get(deviceId);
    if (!device) return [];
    const key = `${deviceId}/${metric}/${sameSince.toISOString()}/still`;
    const { name = metric, unit = '' } = names.get(metric) ?? {};
    return {
      source: 'sensor',
      key,
      key_hash: keyHash(key),
      body_hash: bodyHash({ key }),
      observed_at: now.toISOString(),
      category_code: 'device-fault',
      body: `${device.name}${name}连续 ${hours} 小时停在 ${value} ${unit}，疑为设备故障`,
      address: device.name,
      lng: device.lng,
      lat: device.lat,
      accuracy_m: 5,
      asset_id: deviceId,
      confidence: null,
      phase: null,
      severity: null,
      history: false,
      flags: ['stuck'],
      detail: { metric, value, ...(device.departmentCode ? { ownerCode: device.departmentCode } : {}) },
      sealed: null,
    };
  });
}
