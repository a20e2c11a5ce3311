import { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import { Crs, readPosition } from '#server/sources/common.ts';
import { replay } from '#server/ingest/replay.ts';
import { districtsAt } from '#store/areas.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import * as registry from '#store/registry.ts';
import type { RegistryItem } from '#store/registry.ts';
import { route } from './route.ts';
import type { Parts, Route } from './route.ts';

const place = { lng: z.number().min(-180).max(180), lat: z.number().min(-90).max(90), crs: Crs.optional() };
const common = {
  name: z.string().trim().min(1).max(100),
  kind: z.string().trim().min(1).max(60),
  ...place,
  districtCode: z.string().max(12).optional(),
  departmentCode: z.string().max(60).optional(),
};
const id = z.string().trim().min(1).max(100);
const Sensors = z.object({
  items: z
    .array(
      z.object({
        deviceId: id,
        ...common,
        groupCode: z.string().max(60).default(''),
        metrics: z.array(z.string().min(1).max(60)).max(30).default([]),
      }),
    )
    .min(1)
    .max(20_000),
});
const Cameras = z.object({
  items: z
    .array(z.object({ cameraId: id, ...common }))
    .min(1)
    .max(20_000),
});
type Item = Omit<RegistryItem, 'districtCode' | 'departmentCode'> & {
  districtCode?: string | undefined;
  departmentCode?: string | undefined;
  crs?: z.output<typeof Crs> | undefined;
};

/** Converts to WGS 84, refuses what is outside the city, and fills in the district. */
async function placed(parts: Parts, items: readonly Item[]): Promise<RegistryItem[]> {
  const rows = items.map((item) => {
    const at = readPosition(item, parts.city.bounds);
    if (at === null || at === 'outside')
      throw new Refusal('bad-input', `设备“${item.id}”的坐标不在本市范围内，整批未登记`);
    return { ...item, ...at, departmentCode: item.departmentCode ?? null };
  });
  const areas = await districtsAt(parts.pool, rows);
  return rows.map(({ crs: _crs, ...row }, i) => ({
    ...row,
    districtCode: row.districtCode ?? areas[i]?.districtCode ?? null,
  }));
}

/** 登记: idempotent; what waited in quarantine for a device is replayed. */
async function register(
  parts: Parts,
  kind: 'sensor' | 'camera',
  items: readonly Item[],
  actor: string,
): Promise<{ registered: number; replayed: number }> {
  const rows = await placed(parts, items);
  await inTransaction(parts.pool, '*', async (tx) => {
    const now = await cityNow(tx);
    if (kind === 'sensor') await registry.upsertSensors(tx, rows, now);
    else await registry.upsertCameras(tx, rows, now);
  });
  let replayed = 0;
  for (const deviceId of await registry.withQuarantine(
    parts.pool,
    rows.map((row) => row.id),
  )) {
    replayed += (await replay(parts, { deviceId }, actor)).accepted;
  }
  return { registered: rows.length, replayed };
}

const Answer = z.object({ registered: z.number().int(), replayed: z.number().int() });
const ListQuery = z.object({
  q: z.string().max(100).default(''),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

function lister(kind: 'sensor' | 'camera'): Route {
  return route({
    method: 'get',
    path: `/api/registry/${kind}s`,
    right: 'registry.read',
    summary: kind === 'sensor' ? '传感设备登记' : '摄像登记',
    query: ListQuery,
    handle: async ({ pool, query }) => ({
      items: await registry.listDevices(pool, kind, query.q, query.limit),
    }),
  });
}

export const routes = [
  route({
    method: 'put',
    path: '/api/registry/sensors',
    right: 'registry.edit',
    summary: '登记传感设备',
    body: Sensors,
    maxBytes: 8 * 1024 * 1024,
    answer: Answer,
    handle: async (call) =>
      register(
        call,
        'sensor',
        call.body.items.map(({ deviceId, ...item }) => ({ id: deviceId, ...item })),
        call.actor.username,
      ),
  }),
  route({
    method: 'put',
    path: '/api/registry/cameras',
    right: 'registry.edit',
    summary: '登记摄像',
    body: Cameras,
    maxBytes: 8 * 1024 * 1024,
    answer: Answer,
    handle: async (call) =>
      register(
        call,
        'camera',
        call.body.items.map(({ cameraId, ...item }) => ({
          id: cameraId,
          groupCode: '',
          metrics: [],
          ...item,
        })),
        call.actor.username,
      ),
  }),
  lister('sensor'),
  lister('camera'),
];
