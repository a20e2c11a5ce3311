import type { Request } from 'express';
import { Refusal } from '#contracts/errors.ts';
import type { Actor } from '#contracts/people.ts';
import { can, ingestActor } from '#domain/rights.ts';
import type { Pool } from '#store/db.ts';
import type { Route } from '../route.ts';
import { actorOfRequest, bearerOf } from './identify.ts';
import type { Settings } from './settings.ts';

/** The words of a refusal for want of a right. */
export const noRight = '您的岗位没有此项权限，如确需办理请联系值班长';

const nobody: Actor = { username: '', name: '', roles: [], unitCode: null, districtCode: null };
const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site's page sends with our cookie. Browsers always say where an unsafe request comes from;
 * a program that says nothing has no cookie but its own.
 */
export function refuseForeignOrigin(req: Request): void {
  if (safe.has(req.method) || bearerOf(req) !== null) return;
  const { origin } = req.headers;
  const site = req.headers['sec-fetch-site'];
  const own =
    origin === undefined
      ? [undefined, 'same-origin', 'none'].includes(site as string | undefined)
      : URL.canParse(origin) && new URL(origin).host === req.host;
  if (!own) throw new Refusal('not-allowed', '请求来自其他网站，已拒绝');
}

/** Default deny: returns who calls when the route's right allows it; throws not-signed-in or not-allowed. */
export async function admit(
  route: Route,
  parts: { pool: Pool },
  settings: Settings,
  req: Request,
): Promise<Actor> {
  if (route.right === 'ingest') {
    const actor = bearerOf(req) === null ? null : await actorOfRequest(parts, settings, req);
    if (actor === null) throw new Refusal('not-signed-in', '接入令牌缺失或不正确');
    if (actor !== ingestActor) throw new Refusal('not-allowed', '此令牌不能用于数据接入');
    return actor;
  }
  refuseForeignOrigin(req);
  if (route.right === 'public') return nobody;
  const actor = await actorOfRequest(parts, settings, req);
  if (actor === null) throw new Refusal('not-signed-in', '请先登录，或登录已失效');
  if (route.right === 'signed-in' ? actor.roles.length > 0 : can(actor, route.right)) return actor;
  throw new Refusal('not-allowed', noRight);
}
