import type { Request } from 'express';
import type { Actor } from '#contracts/people.ts';
import { idleMs } from './cookies.ts';

/** A new session with a new number: whoever knew the old number knows nothing. */
export async function startSession(req: Request, actor: Actor, signedInAt: Date): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    req.session.regenerate((error?: Error) => (error ? reject(error) : resolve()));
  });
  Object.assign(req.session, { username: actor.username, signedInAt: signedInAt.toISOString() });
  req.session.cookie.maxAge = idleMs(actor.roles);
  await new Promise<void>((resolve, reject) =>
    req.session.save((error?: Error) => (error ? reject(error) : resolve())),
  );
}
