import { z } from 'zod';
import { DeviceList } from '#contracts/registry.ts';
import { CameraItem, SensorItem } from '#server/ingest/device-items.ts';
import { register } from '#server/ingest/register.ts';
import { cityNow } from '#store/db.ts';
import * as registry from '#store/registry.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';

const Sensors = z.object({ items: z.array(SensorItem).min(1).max(20_000) });
const Cameras = z.object({ items: z.array(CameraItem).min(1).max(20_000) });
/** `unchanged`: of those registered, how many stood there already just so. */
const Answer = z.object({
  registered: z.number().int(),
  unchanged: z.number().int(),
  replayed: z.number().int(),
});
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
    answer: DeviceList,
    handle: async ({ pool, query }) =>
      registry.listDevices(pool, kind, { ...query, now: await cityNow(pool) }),
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
        call.city.bounds,
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
        call.city.bounds,
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
