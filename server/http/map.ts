import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import { MoverItem } from '#contracts/movers.ts';
import { BaseMap, CameraPoint, SensorSeries } from '#contracts/wall.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { baseMap } from '#store/areas.ts';
import { mapSources } from '#store/base-map.ts';
import { cameraPoints, cityExtent, sensorSeries } from '#store/map.ts';
import { moverList } from '#store/movers.ts';
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

/** Changes with the archive; null before the first start has made one. */
async function tilesTag(file: string): Promise<string | null> {
  const facts = await stat(file).catch(() => null);
  return facts && `${Math.round(facts.mtimeMs).toString(36)}-${facts.size.toString(36)}`;
}

/** Sends the archive or the asked range of it. The address names the content, so a page may keep what it has read. */
async function sendTiles(file: string, res: Response): Promise<void> {
  const tag = await tilesTag(file);
  if (tag === null) throw new Refusal('not-found', '底图尚未生成，请重新启动服务');
  res.setHeader('ETag', `"${tag}"`);
  res.setHeader('Cache-Control', 'private, max-age=86400');
  res.type('application/vnd.pmtiles');
  await new Promise<void>((resolve, reject) => {
    // The data folder of a private city is called .data.
    const options = { dotfiles: 'allow', cacheControl: false, lastModified: false } as const;
    res.sendFile(file, options, (error?: Error & { status?: number }) => {
      // A reader that went away is no fault of ours; one that asks past the end reads the archive's head anew.
      if (error?.status === 416) resolve(void res.status(416).end());
      else if (error && !res.headersSent) reject(error);
      else resolve();
    });
  });
}

const openStreetMap = '© OpenStreetMap contributors';

/** Whoever made a part of the map is named on it; ODbL asks it of everyone who shows its data. */
function creditOf(credit: string, sources: readonly string[]): string {
  const owed = sources.includes('osm') && !credit.includes(openStreetMap);
  return owed ? `${credit} · 道路、水系、建筑：${openStreetMap}（ODbL）` : credit;
}

async function base(parts: Pick<Parts, 'city' | 'baseMapFile'> & { pool: Pool }): Promise<BaseMap> {
  const { pool, city, baseMapFile } = parts;
  const [layers, extent] = [await baseMap(pool), await cityExtent(pool)];
  const tag = await tilesTag(baseMapFile);
  const [lng, lat] = city.centre;
  const { reviewNo, centre } = city;
  return {
    credit: creditOf(city.credit, await mapSources(pool)),
    reviewNo,
    centre,
    tiles: tag && `/api/map/base.pmtiles?v=${tag}`,
    bounds: extent ?? city.bounds ?? [lng - 0.5, lat - 0.5, lng + 0.5, lat + 0.5],
    ...layers,
  };
}

export const routes = [
  route({
    method: 'get',
    path: '/api/map/base',
    right: 'map.read',
    summary: '底图：版权、范围、瓦片地址，区县、镇街、河流的名称与轮廓，设施（GeoJSON，WGS 84）',
    answer: BaseMap,
    handle: async ({ pool, city, baseMapFile, req, res }) =>
      sendTagged(req, res, await base({ pool, city, baseMapFile })),
  }),
  route({
    method: 'get',
    path: '/api/map/base.pmtiles',
    right: 'map.read',
    summary: '底图瓦片：PMTiles 3 归档，支持 Range 请求',
    handle: async ({ baseMapFile, res }) => sendTiles(baseMapFile, res),
  }),
  route({
    method: 'get',
    path: '/api/map/sensors',
    right: 'map.read',
    summary: '监测点：每个序列的编号、位置和最新值',
    answer: z.array(SensorSeries),
    handle: async ({ pool, scope, reference, req, res }) => {
      const { threshold } = reference();
      const series = await inSnapshot(pool, scope, sensorSeries);
      sendTagged(
        req,
        res,
        series.map((row) => ({ ...row, unit: threshold.get(row.metric)?.unit ?? '' })),
      );
    },
  }),
  route({
    method: 'get',
    path: '/api/map/movers',
    right: 'map.read',
    summary: '移动目标：正在发送位置的船舶和车辆的编号与类别；车辆不含号牌',
    answer: z.array(MoverItem),
    handle: async ({ pool, scope, req, res }) =>
      sendTagged(req, res, await inSnapshot(pool, scope, async (tx) => moverList(tx, await cityNow(tx)))),
  }),
  route({
    method: 'get',
    path: '/api/map/cameras',
    right: 'map.read',
    summary: '摄像：编号、类型和位置',
    answer: z.array(CameraPoint),
    handle: async ({ pool, scope, req, res }) =>
      sendTagged(req, res, await inSnapshot(pool, scope, cameraPoints)),
  }),
];
