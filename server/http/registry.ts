import { z } from 'zod';
import { DeviceList } from '#contracts/registry.ts';
import { Crs } from '#server/sources/common.ts';
import { register } from '#server/ingest/register.ts';
import { cityNow } from '#store/db.ts';
import * as registry from '#store/registry.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';

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
    .array(
      z.object({
        cameraId: id,
        ...common,
        /** Its pictures show a private zone: they are dropped at the door, and the dropping is audited. */
        masked: z.boolean().optional(),
        installedOn: z.iso.date().optional(),
      }),
    )
    .min(1)
    .max(20_000),
});
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
