import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Right } from '#domain/rights.ts';
import type { Actor } from '#contracts/people.ts';
import type { City } from '#contracts/city.ts';
import type { Scope } from '#store/db.ts';
import type { Vault } from '#store/vault.ts';
import type { Common } from '#server/parts.ts';
import type { Door } from '#server/ingest/doors.ts';
import type { Gazetteer } from '#text/gazetteer.ts';

/** What every handler may use; made once in app.ts and passed in. */
export type Parts = Common & {
  vault: Vault;
  city: City;
  /** The archive of the map's tiles, for range requests; not there before the first start made it. */
  baseMapFile: string;
  /** The ingest doors of this server. */
  doors: ReadonlyMap<string, Door>;
  /** Names of places, for what is typed at the desk. */
  gazetteer: () => Gazetteer;
};

/** One call as a handler sees it: everything parsed, the caller known, the rows scoped. */
export type Call<Body, Query> = Parts & {
  actor: Actor;
  scope: Scope;
  body: Body;
  query: Query;
  params: Record<string, string>;
  req: Request;
  res: Response;
};

/**
 * One route. A router file in this folder exports `routes: Route[]`; app.ts mounts every file, builds
 * /openapi.json from the same list, and the matrix test walks it: a route without a right cannot be written.
 * The handler's value is sent as JSON; `undefined` means that it has answered on `res` itself (or 204).
 */
export type Route = {
  method: 'get' | 'post' | 'put' | 'delete' | 'patch';
  /** Express path, for example /api/incidents/:id/dispatch. */
  path: string;
  /** 'public' needs nobody, 'ingest' the door's bearer token, every other a signed-in actor that has the right. */
  right: Right | 'public' | 'ingest' | 'signed-in';
  summary: string;
  /** Parsed from JSON. A door ('ingest') gets the unpacked bytes (Buffer) instead; its schema only describes it. */
  body?: z.ZodType;
  query?: z.ZodType;
  /** Of the body, after decompression; 1 MB when absent, 5 MB at the doors. */
  maxBytes?: number;
  answer?: z.ZodType;
  handle: (call: Call<never, never>) => Promise<unknown>;
};

/** Writes a route with its body and query typed by their schemas. */
export function route<B extends z.ZodType = z.ZodUndefined, Q extends z.ZodType = z.ZodUndefined>(
  definition: Omit<Route, 'handle' | 'body' | 'query'> & {
    body?: B;
    query?: Q;
    handle: (call: Call<z.output<B>, z.output<Q>>) => Promise<unknown>;
  },
): Route {
  return definition as unknown as Route;
}
