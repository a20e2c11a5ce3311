import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import { addPhoto } from '#flows/add-photo.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import { byId } from '#store/photos.ts';
import { route } from './route.ts';
import { readPhoto } from './support/photo-upload.ts';

const megabyte = 1024 * 1024;

/**
 * A cleaned picture and nothing else: never sniffed, never a page of its own with rights of ours. A browser may keep it
 * and must ask each time: the next person at this seat may not see it.
 */
function sendPicture(req: Request, res: Response, photo: { id: string; mime: string; bytes: Buffer }): void {
  res.setHeader('Content-Type', photo.mime);
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Content-Disposition', `inline; filename="${photo.id}.jpg"`);
  res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  res.setHeader('Cache-Control', 'private, no-cache');
  // Once clean, the picture of an id never changes.
  res.setHeader('ETag', `"${photo.id}"`);
  if (req.headers['if-none-match'] === `"${photo.id}"`) res.status(304).end();
  else res.end(photo.bytes);
}

export const routes = [
  route({
    method: 'post',
    path: '/api/photos',
    right: 'photo.add',
    summary: '上传一张照片（multipart，编号由手机生成，重传不重复）',
    maxBytes: 11 * megabyte,
    answer: z.object({ id: z.uuid(), state: z.enum(['raw', 'clean', 'bad']) }),
    handle: async ({ pool, scope, actor, req, res }) => {
      const { fields, bytes, mime } = await readPhoto(req, res);
      const sha256 = createHash('sha256').update(bytes).digest();
      const now = await cityNow(pool);
      const state = await addPhoto({ pool, scope }, actor, { ...fields, bytes, mime, sha256, now });
      return { id: fields.id, state };
    },
  }),
  route({
    method: 'get',
    path: '/api/photos/:id',
    right: 'photo.read',
    summary: '看一张照片（检查并重新编码之后才能看）',
    handle: async ({ pool, scope, actor, params, req, res }) => {
      const id = z.uuid().safeParse(params['id']);
      const photo = id.success
        ? await inSnapshot(pool, scope, (tx) => byId(tx, id.data, actor.username))
        : null;
      if (photo === null) throw new Refusal('not-found', '没有这张照片，或不在您的管辖范围');
      if (photo.state === 'bad')
        throw new Refusal('not-found', '照片未通过安全检查，不予显示；请联系上传人重拍');
      if (photo.bytes !== null) sendPicture(req, res, { ...photo, bytes: photo.bytes });
      else
        res
          .status(425)
          .setHeader('Retry-After', '2')
          .json({ code: 'not-yet', message: '照片正在检查，请稍候再看', traceId: res.locals['traceId'] });
      return undefined;
    },
  }),
];
