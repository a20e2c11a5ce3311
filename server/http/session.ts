import { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import { Session } from '#contracts/people.ts';
import type { Actor } from '#contracts/people.ts';
import { rightsOf } from '#domain/rights.ts';
import { changePassword } from '#flows/change-password.ts';
import { signIn } from '#flows/sign-in.ts';
import { signOut } from '#flows/sign-out.ts';
import { readMark } from '#store/city-mark.ts';
import { cityNow } from '#store/db.ts';
import { realNow } from '#store/sessions.ts';
import { route } from './route.ts';
import type { Parts } from './route.ts';
import { cookiesOf } from './support/cookies.ts';
import { fieldNeedsTls, isPrivateWay } from './support/field-tls.ts';
import { startSession } from './support/start-session.ts';

const Credentials = z.object({
  username: z.string().trim().toLowerCase().min(1).max(64),
  password: z.string().min(1).max(200),
});
const NewPassword = z.object({ current: z.string().min(1).max(200), next: z.string().min(1).max(200) });
const seatCookie = 'chengyun-seat';
const yearMs = 365 * 24 * 60 * 60 * 1000;

async function sessionOf(parts: Parts, actor: Actor): Promise<Session> {
  const unit = actor.unitCode === null ? undefined : parts.reference().unit.get(actor.unitCode);
  return {
    actor,
    unitName: unit?.name ?? null,
    rights: rightsOf(actor),
    mark: await readMark(parts.pool),
    cityName: parts.city.name,
    centreName: parts.city.centreName,
    now: (await cityNow(parts.pool)).toISOString(),
  };
}

export const routes = [
  route({
    method: 'post',
    path: '/api/session',
    right: 'public',
    summary: '登录',
    body: Credentials,
    answer: Session,
    handle: async ({ body, req, res, ...parts }) => {
      const seat = cookiesOf(req).get(seatCookie) ?? null;
      const now = await cityNow(parts.pool);
      const found = await signIn(parts.pool, { ...body, ip: req.ip ?? '', seat, now });
      const { actor } = found;
      if (actor.roles.includes('field') && !isPrivateWay(req))
        throw new Refusal('not-allowed', fieldNeedsTls);
      await startSession(req, actor, await realNow(parts.pool));
      const { secure } = req.session.cookie;
      res.cookie(seatCookie, found.seat, {
        httpOnly: true,
        sameSite: 'lax',
        secure: secure === true,
        path: '/api/session',
        maxAge: yearMs,
      });
      return sessionOf(parts, actor);
    },
  }),
  route({
    method: 'get',
    path: '/api/session',
    right: 'signed-in',
    summary: '当前登录人及其权限',
    answer: Session,
    handle: ({ actor, ...parts }) => sessionOf(parts, actor),
  }),
  route({
    method: 'delete',
    path: '/api/session',
    right: 'signed-in',
    summary: '退出登录',
    handle: async ({ actor, pool, req }) => {
      await signOut(pool, { actor, sid: req.sessionID, now: await cityNow(pool) });
      return undefined;
    },
  }),
  route({
    method: 'put',
    path: '/api/session/password',
    right: 'signed-in',
    summary: '修改自己的口令',
    body: NewPassword,
    handle: async ({ actor, body, pool, req }) => {
      await changePassword(pool, { actor, ...body, sid: req.sessionID, now: await cityNow(pool) });
      return undefined;
    },
  }),
];
