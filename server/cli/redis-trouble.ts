import { Redis } from 'ioredis';

/** Why a Redis cannot carry the queues, as one Chinese sentence; null when it can. */
export async function redisTrouble(redisUrl: string): Promise<string | null> {
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: 10_000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // The rejection below only says that the connection is closed; this event says why.
  let cause = '';
  redis.on('error', (error: NodeJS.ErrnoException) => (cause = error.code ?? error.message));
  try {
    await redis.connect();
    const facts = await redis.info();
    const policy = /^maxmemory_policy:(\S+)/m.exec(facts)?.[1];
    if (policy !== 'noeviction') {
      return `Redis 的 maxmemory-policy 是 ${policy ?? '未知'}，须为 noeviction：请执行 CONFIG SET maxmemory-policy noeviction`;
    }
    const version = /^redis_version:(\d+)/m.exec(facts)?.[1];
    return Number(version) >= 6 ? null : `Redis 版本过低（${version ?? '未知'}），需要 6.2 或更高版本`;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return /NOAUTH|WRONGPASS/.test(`${cause} ${why}`)
      ? 'Redis 拒绝了用户名或密码'
      : `连接不上 Redis（${cause || why}）`;
  } finally {
    redis.disconnect();
  }
}
