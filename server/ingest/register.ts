import { Refusal } from '#contracts/errors.ts';
import { readPosition } from '#server/sources/common.ts';
import type { Bounds } from '#server/sources/source.ts';
import { districtsAt } from '#store/areas.ts';
import { inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import * as registry from '#store/registry.ts';
import type { RegistryItem } from '#store/registry.ts';
import type { Vault } from '#store/vault.ts';
import type { Door } from './doors.ts';
import { replay } from './replay.ts';

/** A device as it is registered: coordinates in the system that it names. */
export type DeviceItem = Omit<RegistryItem, 'districtCode' | 'departmentCode'> & {
  districtCode?: string | undefined;
  departmentCode?: string | undefined;
  crs?: 'wgs84' | 'gcj02' | 'bd09' | 'cgcs2000' | undefined;
};
type Parts = { pool: Pool; vault: Vault; doors: ReadonlyMap<string, Door> };

/**
 * 登记: registers or updates devices, all or none; repeating it changes nothing. What waited in quarantine because its
 * device was unknown is replayed. Throws Refusal 'bad-input' when a device stands outside the city.
 */
export async function register(
  parts: Parts,
  bounds: Bounds,
  kind: 'sensor' | 'camera',
  items: readonly DeviceItem[],
  actor: string,
): Promise<{ registered: number; unchanged: number; replayed: number }> {
  const rows = await placed(parts.pool, bounds, items);
  const changed = await inTransaction(parts.pool, '*', async (tx, now) => {
    return kind === 'sensor' ? registry.upsertSensors(tx, rows, now) : registry.upsertCameras(tx, rows, now);
  });
  const waiting = await registry.withQuarantine(
    parts.pool,
    rows.map((row) => row.id),
  );
  const replayed = waiting.length === 0 ? 0 : (await replay(parts, { deviceIds: waiting }, actor)).accepted;
  return { registered: rows.length, unchanged: rows.length - changed, replayed };
}

/** Converts to WGS 84, refuses what is outside the city, and fills in the district. */
async function placed(pool: Pool, bounds: Bounds, items: readonly DeviceItem[]): Promise<RegistryItem[]> {
  const rows = items.map((item) => {
    const at = readPosition(item, bounds);
    if (at === null || at === 'outside') {
      throw new Refusal('bad-input', `设备“${item.id}”的坐标不在本市范围内，整批未登记`);
    }
    return { ...item, ...at, departmentCode: item.departmentCode ?? null };
  });
  const areas = await districtsAt(pool, rows);
  return rows.map(({ crs: _crs, ...row }, i) => ({
    ...row,
    districtCode: row.districtCode ?? areas[i]?.districtCode ?? null,
  }));
}
