import path from 'node:path';
import { missingDatabasePackages } from './cluster.mjs';
import { installPackages } from './debian.mjs';
import { providePostgres } from './postgres.mjs';
import { missingRedisPackages, provideRedis } from './redis.mjs';

/**
 * Where the truth and the queues live. `postgres` and `redis` are the private ones; absent when a URL was given.
 * @typedef {object} Services
 * @property {string} databaseUrl
 * @property {string} redisUrl
 * @property {import('./postgres.mjs').Postgres} [postgres]
 * @property {import('./redis.mjs').Redis} [redis]
 */

/**
 * Decides between given and private services, and makes the private ones ready to start.
 * @param {object} wanted
 * @param {string} wanted.dataDir
 * @param {Record<string, string>} wanted.secrets
 * @param {string | undefined} wanted.databaseUrl
 * @param {string | undefined} wanted.redisUrl
 * @param {boolean} [wanted.durable]   false: quick and lost in a power cut, for tests
 * @param {'city' | 'test'} [wanted.role]
 * @returns {Promise<Services>}
 */
export async function provideServices({
  dataDir,
  secrets,
  databaseUrl,
  redisUrl,
  durable = true,
  role = 'city',
}) {
  const missing = [
    ...(databaseUrl ? [] : await missingDatabasePackages(path.join(dataDir, 'pg'))),
    ...(redisUrl ? [] : missingRedisPackages()),
  ];
  if (missing.length > 0) await installPackages(missing, '数据库与消息服务');
  const postgres = databaseUrl ? undefined : await providePostgres({ dataDir, secrets, durable, role });
  const redis = redisUrl ? undefined : await provideRedis({ dataDir, secrets, durable });
  return {
    databaseUrl: databaseUrl ?? postgres?.url ?? '',
    redisUrl: redisUrl ?? redis?.url ?? '',
    ...(postgres && { postgres }),
    ...(redis && { redis }),
  };
}
