import path from 'node:path';
import express from 'express';
import type { Router } from 'express';
import { homeOf } from '#contracts/pages.ts';
import type { Pool } from '#store/db.ts';
import { actorOfRequest } from './identify.ts';
import type { Settings } from './settings.ts';

const pages = ['login', 'wall', 'desk', 'field', 'stats', 'admin'] as const;
const year = 365 * 24 * 60 * 60;

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
    express.static(path.join(folder, 'assets'), {
      immutable: true,
      maxAge: year * 1000,
      index: false,
      fallthrough: false,
    }),
  );
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
  router.use(
    express.static(folder, {
      index: false,
      redirect: false,
      setHeaders: (res) => res.setHeader('Cache-Control', 'no-cache'),
    }),
  );
  return router;
}
