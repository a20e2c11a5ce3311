import { Refusal } from '#contracts/errors.ts';
import { allMetrics } from '#server/city-metrics.ts';
import { registry } from '#server/metrics.ts';
import { loopStates, stillAfterSeconds } from '#server/progress.ts';
import { readClock } from '#store/city-mark.ts';
import { processes } from '#store/processes.ts';
import type { Pool } from '#store/db.ts';
import { canCommit } from '#store/sessions.ts';
import { stuckOf } from './notices.ts';
import { route } from '../route.ts';
import type { Route } from '../route.ts';
import { openApi } from './openapi.ts';
import { shared } from './shared.ts';
import type { Settings } from './settings.ts';

const patienceMs = 2_000;

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), patienceMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function readiness(pool: Pool, pingRedis: Settings['pingRedis']): Promise<object> {
  const [database, redis] = await Promise.allSettled([
    within(canCommit(pool).then(() => readClock(pool))),
    within(pingRedis()),
  ]);
  if (database.status === 'rejected') throw new Refusal('unavailable', '数据库暂时不能提交');
  if (redis.status === 'rejected') throw new Refusal('unavailable', 'Redis 暂时不可达');
  const still = loopStates().find(({ ageSeconds }) => ageSeconds > stillAfterSeconds);
  if (still)
    throw new Refusal('unavailable', `循环 ${still.loop} 已 ${Math.round(still.ageSeconds)} 秒没有进展`);
  // The mark is no secret: whoever feeds a demonstration asks for it before anything else (law 14).
  const { mark, now, rate } = database.value;
  const stuck = stuckOf(await processes(pool));
  return { status: 'ready', mark, now: now.toISOString(), rate, stuck };
}

/** What machines ask: alive, ready, measured, described. */
export function opsRoutes(settings: Settings, others: readonly Route[]): Route[] {
  const ready = shared(0, (pool: Pool) => readiness(pool, settings.pingRedis));
  const measured = shared(200, allMetrics);
  const routes = [
    route({
      method: 'get',
      path: '/healthz',
      right: 'public',
      summary: '进程存活',
      handle: async () => ({ status: 'ok' }),
    }),
    route({
      method: 'get',
      path: '/readyz',
      right: 'public',
      summary: '数据库可提交，Redis 可达，本进程各循环有进展；stuck 列出全市停滞的循环与失联的进程',
      handle: ({ pool }) => ready(pool),
    }),
    route({
      method: 'get',
      path: '/metrics',
      right: 'public',
      summary: '运行指标（Prometheus），不含个人信息',
      handle: async ({ pool, res }) => {
        res.type(registry.contentType).send(await measured(pool));
      },
    }),
    route({
      method: 'get',
      path: '/openapi.json',
      right: 'public',
      summary: '接口说明',
      handle: async ({ res }) => {
        res.type('json').end(description);
        return undefined;
      },
    }),
  ];
  // Written once: it is a quarter of a megabyte, and anybody may ask for it.
  const description = Buffer.from(JSON.stringify(openApi([...others, ...routes])));
  return routes;
}
