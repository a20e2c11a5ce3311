import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import connectPgSimple from 'connect-pg-simple';
import session from 'express-session';
import type { RequestHandler } from 'express';
import type { Role } from '#contracts/people.ts';
import type { Pool } from '#store/db.ts';
import type { Settings } from './settings.ts';

declare module 'express-session' {
  interface SessionData {
    username: string;
    /** ISO instant, real time. */
    signedInAt: string;
  }
}

const minute = 60_000;

/** Idle time after which a sign-in ends, in milliseconds: desk 15 min, phone 30 min, a wall stays for a year. */
export function idleMs(roles: readonly Role[]): number {
  if (roles.includes('wall')) return 365 * 24 * 60 * minute;
  return (roles.includes('field') ? 30 : 15) * minute;
}

const cookieName = (settings: Pick<Settings, 'secure'>): string =>
  settings.secure ? '__Host-chengyun' : 'chengyun';

/** The cookie's session in PostgreSQL. The id is 256 random bits; the cookie is nothing to scripts and other sites. */
export function sessionMiddleware(pool: Pool, settings: Settings): RequestHandler {
  const Store = connectPgSimple(session);
  return session({
    name: cookieName(settings),
    secret: settings.sessionSecret,
    genid: () => randomBytes(32).toString('base64url'),
    store: new Store({ pool, tableName: 'session', errorLog: () => undefined }),
    resave: false,
    saveUninitialized: false,
    rolling: true,
    cookie: { httpOnly: true, sameSite: 'lax', secure: settings.secure, path: '/', maxAge: 15 * minute },
  });
}

/** Cookies by name; the first of a name counts. */
export function cookiesOf(req: IncomingMessage): Map<string, string> {
  const pairs = (req.headers.cookie ?? '').split(';').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  });
  return new Map(pairs.toReversed());
}

/** The session id out of a raw request (a socket's handshake), null when the signature is not ours. */
export function sessionIdOf(
  req: IncomingMessage,
  settings: Pick<Settings, 'secure' | 'sessionSecret'>,
): string | null {
  let value: string;
  try {
    value = decodeURIComponent(cookiesOf(req).get(cookieName(settings)) ?? '');
  } catch {
    return null;
  }
  const [, sid, signature] = /^s:([\w-]+)\.(.+)$/u.exec(value) ?? [];
  if (sid === undefined || signature === undefined) return null;
  const wanted = Buffer.from(
    createHmac('sha256', settings.sessionSecret).update(sid).digest('base64').replace(/=+$/u, ''),
  );
  const given = Buffer.from(signature);
  return wanted.length === given.length && timingSafeEqual(wanted, given) ? sid : null;
}
