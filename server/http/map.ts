import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { BaseMap, CameraPoint, SensorSeries } from '#contracts/wall.ts';
import type { Pool } from '#store/db.ts';
import { baseMap } from '#store/areas.ts';
import { cameraPoints, cityExtent, sensorSeries } from '#store/map.ts';
import { route } from './route.ts';
import type { Parts } from './route.ts';

/**
 * Answers with an entity tag, so that a screen that has the same map already gets 304 and no body.
 * Caches must ask each time: a city edits its map while walls run for weeks.
 */
function sendTagged(req: Request, res: Response, value: unknown): void {
  const body = JSON.stringify(value);
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  res.setHeader('Cache-Control', 'private, no-cache');
  res.setHeader('ETag', tag);
  if (req.headers['if-none-match'] === tag) res.status(304).end();
  else res.type('application/json').send(body);
}

async function base({ pool, city }: Pick<Parts, 'city'> & { pool: Pool }): Promise<BaseMap> {
  const [layers, extent] = [await baseMap(pool), await cityExtent(pool)];
  const [lng, lat] = city.centre;
  const { credit, reviewNo, centre } = city;
  return {
    credit,
    reviewNo,
    centre,
    bounds: extent ?? city.bounds ?? [lng - 0.5, lat - 0.5, lng + 0.5, lat + 0.5],
    ...layers,
  };
}

export const routes = [
  route({
    method: 'get',
    path: '/api/map/base',
    right: 'map.read',
    summary: '底图：区县、镇街、河流、设施（桥梁、水位站、园区、热网）、地名，GeoJSON，WGS 84',
    answer: BaseMap,
    handle: async ({ pool, city, req, res }) => sendTagged(req, res, await base({ pool, city })),
  }),
  route({
    method: 'get',
    path: '/api/map/sensors',
    right: 'map.read',
    summary: '监测点：每个序列的编号、位置和最新值',
    answer: z.array(SensorSeries),
    handle: async ({ pool, reference, req, res }) => {
      const { threshold } = reference();
      const series = await sensorSeries(pool);
      sendTagged(
        req,
        res,
        series.map((row) => ({ ...row, unit: threshold.get(row.metric)?.unit ?? '' })),
      );
    },
  }),
  route({
    method: 'get',
    path: '/api/map/cameras',
    right: 'map.read',
    summary: '摄像：编号、类型和位置',
    answer: z.array(CameraPoint),
    handle: async ({ pool, req, res }) => sendTagged(req, res, await cameraPoints(pool)),
  }),
];
