import compression from 'compression';
import express from 'express';
import type { Express } from 'express';
import helmet from 'helmet';
import { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import { faultWords } from '#contracts/fault-words.ts';
import { loadRoutes, mountRoutes } from './http/mount.ts';
import type { Parts, Route } from './http/route.ts';
import { answerError, trace } from './http/support/answer-error.ts';
import { sessionMiddleware } from './http/support/cookies.ts';
import { fieldOverTls } from './http/support/field-tls.ts';
import { opsRoutes } from './http/support/ops-routes.ts';
import { pagesRouter } from './http/support/pages.ts';
import { unknownPage } from './http/support/unknown-page.ts';
import type { Settings } from './http/support/settings.ts';

export type { Settings };

z.config({ customError: faultWords });

/** Content rules: everything from this server; workers also from blobs (the map makes them). */
function headers(settings: Settings): ReturnType<typeof helmet> {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // antd writes its styles into the page while it runs, and charts and map set style attributes, which no
        // nonce can cover. Styles cannot run; scripts stay strict.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'blob:', 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        manifestSrc: ["'self'"],
        // The wall shows two of itself side by side; nobody else frames anything.
        frameSrc: ["'self'"],
        frameAncestors: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    strictTransportSecurity: settings.secure,
    // Over plain HTTP in the intranet browsers ignore these two and complain about them.
    crossOriginOpenerPolicy: settings.secure,
    originAgentCluster: settings.secure,
    referrerPolicy: { policy: 'no-referrer' },
  });
}

/** All routes that the app serves, as the description and the matrix test see them. */
export async function allRoutes(settings: Settings): Promise<Route[]> {
  const routes = await loadRoutes();
  return [...routes, ...opsRoutes(settings, routes)];
}

/** The whole HTTP side over its parts. Never listens, reads no environment, starts no timer of its own. */
export async function makeApp(parts: Parts, settings: Settings): Promise<Express> {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', settings.proxyHops);
  app.use(trace, headers(settings));
  app.use((_, res, next) => {
    res.setHeader('Permissions-Policy', 'geolocation=(self), camera=(self), microphone=()');
    next();
  });
  app.use(['/field', '/api/field'], fieldOverTls);
  // What pages and phones read goes packed; doors answer in a line, and the map's archive is read by ranges.
  app.get('/api/{*rest}', compression());
  const session = sessionMiddleware(parts.pool, settings);
  // Each call of a page prolongs its session; doors know no cookie.
  app.use('/api', (req, res, next) => (req.path.startsWith('/ingest/') ? next() : session(req, res, next)));
  mountRoutes(app, await allRoutes(settings), parts, settings);
  app.use('/api', () => {
    throw new Refusal('not-found', '没有这个接口');
  });
  app.use(pagesRouter(parts, settings));
  app.use(unknownPage(parts, settings));
  app.use(answerError(parts.log));
  return app;
}
