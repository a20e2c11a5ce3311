import type { Request, RequestHandler } from 'express';

const loopback = /^(?:::1|(?:::ffff:)?127\.\d+\.\d+\.\d+)$/u;

/** Whether the way to the phone is encrypted, or does not leave this machine. */
export function isPrivateWay(req: Request): boolean {
  if (req.secure) return true;
  return loopback.test(req.socket.remoteAddress ?? '') && req.headers['x-forwarded-for'] === undefined;
}

export const fieldNeedsTls =
  '外业页面只能通过 HTTPS 打开：手机定位和拍照需要安全连接，口令和现场照片也不得明文传输。' +
  '请管理员用 npm start -- --tls 启动，或在前面架设 HTTPS 代理。';

const page = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>需要 HTTPS · 城运</title></head><body><h1>需要 HTTPS</h1><p>${fieldNeedsTls}</p></body></html>`;

/** Refuses the field pages and their API over plain HTTP from another machine, and says why. */
export const fieldOverTls: RequestHandler = (req, res, next) => {
  if (isPrivateWay(req)) next();
  else if (req.originalUrl.startsWith('/api/')) {
    res
      .status(403)
      .json({ code: 'not-allowed', message: fieldNeedsTls, traceId: String(res.locals['traceId']) });
  } else res.status(403).type('html').send(page);
};
