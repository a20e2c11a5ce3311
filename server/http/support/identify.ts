import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Actor } from '#contracts/people.ts';
import { apiActor, ingestActor } from '#domain/rights.ts';
import type { Pool } from '#store/db.ts';
import { actorOfSession } from '#store/sessions.ts';
import { sessionIdOf } from './cookies.ts';
import type { Settings } from './settings.ts';

type Secrets = Pick<Settings, 'secure' | 'sessionSecret' | 'ingestToken' | 'apiToken'>;

/** Equal in constant time, whatever the lengths. */
function sameSecret(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

/** The token of `Authorization: Bearer …`, or null. */
export function bearerOf(req: IncomingMessage): string | null {
  return /^bearer\s+(\S+)\s*$/iu.exec(req.headers.authorization ?? '')?.[1] ?? null;
}

/** The actor of a bearer token, or null. */
export function actorOfToken(token: string, secrets: Secrets): Actor | null {
  if (sameSecret(token, secrets.ingestToken)) return ingestActor;
  if (sameSecret(token, secrets.apiToken)) return apiActor;
  return null;
}

/**
 * Who calls, by token (the header's or the one given) or by session cookie; null for nobody. A request that brings
 * a token is never taken by its cookie. Also for the handshake of a socket, and to ask again while it is open.
 */
export async function actorOfRequest(
  parts: { pool: Pool },
  secrets: Secrets,
  req: IncomingMessage,
  token?: string,
): Promise<Actor | null> {
  const bearer = token ?? bearerOf(req);
  if (bearer !== null) return actorOfToken(bearer, secrets);
  const sid = sessionIdOf(req, secrets);
  return sid === null ? null : actorOfSession(parts.pool, sid);
}
