import fs from 'node:fs';
import path from 'node:path';
import { pagesBuilt } from './build.mjs';
import { findPrograms } from './cluster.mjs';
import { packagesCurrent } from './packages.mjs';
import { missingRedisPackages } from './redis.mjs';
import { certificateNeeded, opensslMissing } from './tls.mjs';

/**
 * The steps that a start will take, in order, and whether it is the first one here.
 * @param {{ root: string, dataDir: string, options: import('./args.mjs').Options,
 *   databaseUrl: string | undefined, redisUrl: string | undefined }} wanted
 * @returns {[string[], boolean]}
 */
export function plan({ root, dataDir, options: { role, tls }, databaseUrl, redisUrl }) {
  const cluster = path.join(dataDir, 'pg');
  const withServer = role !== 'workers';
  const newCluster = !databaseUrl && !fs.existsSync(path.join(cluster, 'PG_VERSION'));
  const lacksService =
    (!databaseUrl && !findPrograms(cluster)) || (!redisUrl && missingRedisPackages().length > 0);
  const newPages = withServer && !pagesBuilt(root);
  const newCertificate = withServer && tls && certificateNeeded(dataDir, process.env);
  /** @type {[boolean, string][]} */
  const steps = [
    [!packagesCurrent(root), '安装依赖包'],
    [lacksService, '安装数据库与消息服务'],
    [newCluster, '建立数据库'],
    [newCertificate && opensslMissing(), '安装证书工具'],
    [newCertificate, '生成证书'],
    [true, '检查数据库与基础数据'],
    [newPages, '生成网页'],
    [true, '启动服务'],
  ];
  return [steps.filter(([due]) => due).map(([, title]) => title), newCluster];
}
