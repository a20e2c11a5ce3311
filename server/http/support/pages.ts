import type { ServerResponse } from 'node:http';
import path from 'node:path';
import express from 'express';
import type { RequestHandler, Router } from 'express';
import expressStaticGzip from 'express-static-gzip';
import { Refusal } from '#contracts/errors.ts';
import { homeOf } from '#contracts/pages.ts';
import type { Pool } from '#store/db.ts';
import { actorOfRequest } from './identify.ts';
import type { Settings } from './settings.ts';

const pages = ['login', 'wall', 'desk', 'field', 'stats', 'admin'] as const;
const year = 365 * 24 * 60 * 60;

/** Files of a folder, in the packed form beside them that the browser takes; unpacked where there is none. */
function packedFiles(folder: string, setHeaders: (res: ServerResponse) => void): RequestHandler {
  const serve = expressStaticGzip(folder, {
    enableBrotli: true,
    orderPreference: ['br', 'gzip'],
    index: false,
    serveStatic: { redirect: false, cacheControl: false, setHeaders },
  });
  return (req, res, next) =>
    serve(req, res, (error: unknown) => {
      // Whatever answers instead of the file (it may have gone with an upgrade) is not packed.
      res.removeHeader('Content-Encoding');
      res.removeHeader('Content-Type');
      next(error);
    });
}

/** The built pages. Assets carry their hash in the name and are kept for ever; pages are asked for each time. */
export function pagesRouter(parts: { pool: Pool }, settings: Settings): Router {
  const router = express.Router();
  const folder = path.resolve(settings.clientFolder);
  router.get('/', async (req, res) => {
    const actor = await actorOfRequest(parts, settings, req);
    res.redirect(302, actor === null ? '/login' : homeOf(actor.roles));
  });
  router.use(
    '/assets',
    packedFiles(path.join(folder, 'assets'), (res) =>
      res.setHeader('Cache-Control', `public, max-age=${year}, immutable`),
    ),
  );
  router.use('/assets', () => {
    throw new Refusal('not-found', '没有这个文件，页面可能已经更新；请刷新后重试');
  });
  for (const page of pages) {
    // The page itself and every address within it: the page reads the rest.
    router.get([`/${page}`, `/${page}/{*rest}`], (req, res, next) => {
      if (path.extname(req.path) !== '') {
        next();
        return;
      }
      res.setHeader('Cache-Control', 'no-cache');
      res.sendFile(path.join(page, 'index.html'), { root: folder }, (error) => {
        if (error && !res.headersSent) res.status(503).type('text').send('页面尚未构建，请用 npm start 启动');
      });
    });
  }
  router.use(packedFiles(folder, (res) => res.setHeader('Cache-Control', 'no-cache')));
  return router;
}
