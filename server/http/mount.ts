import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Express, Request, RequestHandler, Response } from 'express';
import { scopeOf } from '#domain/rights.ts';
import { httpSeconds } from '#server/metrics.ts';
import type { Call, Parts, Route } from './route.ts';
import { admit } from './support/guard.ts';
import { readBody, readQuery } from './support/read-body.ts';
import type { Settings } from './support/settings.ts';

const notRouters = new Set(['route.ts', 'mount.ts']);

/** Every route of this folder. Throws on a file that exports no `routes`, and on two routes with one address. */
export async function loadRoutes(folder: string = import.meta.dirname): Promise<Route[]> {
  const names = (await readdir(folder))
    .filter((name) => name.endsWith('.ts') && !notRouters.has(name))
    .toSorted();
  const files = await Promise.all(
    names.map(async (name) => {
      const { routes } = (await import(pathToFileURL(path.join(folder, name)).href)) as { routes?: unknown };
      if (!Array.isArray(routes)) throw new Error(`server/http/${name} exports no routes`);
      return routes as Route[];
    }),
  );
  const routes = files.flat();
  const seen = new Set<string>();
  for (const { method, path: address } of routes) {
    if (seen.has(`${method} ${address}`)) throw new Error(`two routes for ${method} ${address}`);
    seen.add(`${method} ${address}`);
  }
  return routes;
}

/** `/x/mine` before `/x/:id`: what is fixed is asked before what fits anything. */
function moreExactFirst(a: Route, b: Route): number {
  const rank = (route: Route): string =>
    route.path
      .split('/')
      .map((part) => (part.startsWith(':') ? '1' : '0'))
      .join('');
  return rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0;
}

function handlerOf(route: Route, parts: Parts, settings: Settings): RequestHandler {
  return async (req: Request, res: Response): Promise<void> => {
    const stop = httpSeconds.startTimer({ method: route.method, route: route.path });
    res.once('close', () => stop({ status: res.statusCode }));
    res.setHeader('Cache-Control', 'no-store');
    res.setHeader('X-City-Now', settings.cityTime().toISOString());
    const actor = await admit(route, parts, settings, req);
    const query = readQuery(route, req);
    const body = await readBody(route, req, res);
    const params = req.params as Record<string, string>;
    const call = { ...parts, actor, scope: scopeOf(actor), body, query, params, req, res };
    const answer = await route.handle(call as Call<never, never>);
    if (res.headersSent) return;
    if (answer === undefined) res.status(204).end();
    else res.json(answer);
  };
}

/** Puts the routes on the app, each behind the guard of its right. */
export function mountRoutes(app: Express, routes: readonly Route[], parts: Parts, settings: Settings): void {
  for (const route of routes.toSorted(moreExactFirst))
    app[route.method](route.path, handlerOf(route, parts, settings));
}
