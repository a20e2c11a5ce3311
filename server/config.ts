import { z } from 'zod';
import { faultWords } from '#contracts/fault-words.ts';

const key = z.string().regex(/^[A-Za-z0-9+/=]{43,}$/, '须为 32 字节的 base64');

/** Every setting of the process, from the environment. The only reader of process.env. */
const Config = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('./.data'),
  DATABASE_URL: z.string().startsWith('postgres'),
  REDIS_URL: z.string().startsWith('redis'),
  /** A folder of geodata/, or the path of one elsewhere. */
  /** The city's own broker (mqtt:// or mqtts://); without it the server runs one of its own. */
  MQTT_URL: z
    .string()
    .regex(/^mqtts?:\/\//, '须以 mqtt:// 或 mqtts:// 开头')
    .optional(),
  /** Where the broker of the server begins to look for a free port; 0: any. */
  MQTT_PORT: z.coerce.number().int().min(0).max(65535).default(1883),
  CITY: z
    .string()
    .regex(/^[a-z0-9-]+$|\//, '须为 geodata/ 下的目录名，或城市目录的路径')
    .default('zhaoqing'),
  ROLE: z.enum(['all', 'server', 'workers']).default('all'),
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  /** Bearer token that every ingest door accepts. */
  CHENGYUN_INGEST_TOKEN: z.string().min(16),
  /** Bearer token with the read rights of an operator. */
  CHENGYUN_API_TOKEN: z.string().min(16),
  /** 恢复口令 of the backups; else DATA_DIR/backup.key. */
  CHENGYUN_BACKUP_KEY: z.string().min(16).optional(),
  CHENGYUN_ADMIN_PASSWORD: z.string().min(8).optional(),
  CHENGYUN_SESSION_SECRET: z.string().min(32),
  /** Field encryption, its MAC, and the blind index: three separate keys (DESIGN §9). */
  CHENGYUN_FIELD_KEY: key,
  CHENGYUN_MAC_KEY: key,
  CHENGYUN_INDEX_KEY: key,
  CHENGYUN_CIPHER: z.enum(['sm4', 'aes']).default('sm4'),
  /** How many proxies stand in front and end TLS; their X-Forwarded-* are believed. */
  CHENGYUN_PROXY_HOPS: z.coerce.number().int().min(0).max(4).default(0),
  /** Prefix of the queues in Redis, so that several cities may share one. */
  CHENGYUN_QUEUE: z
    .string()
    .regex(/^[A-Za-z0-9_{}-]{1,40}$/)
    .default('{chengyun}'),
  /** After how many seconds without a sign of life the queue takes the work of a worker back. */
  CHENGYUN_STALLED_SECONDS: z.coerce.number().int().min(1).max(300).default(30),
  /** How many seconds lie between two proofs of what the walls show. */
  CHENGYUN_PROVE_SECONDS: z.coerce.number().int().min(1).max(3_600).default(30),
  CHENGYUN_LOG: z.enum(['silent', 'warn', 'info', 'debug']).default('info'),
  /** How many batches of the merge loop may run side by side. */
  CHENGYUN_MERGERS: z.coerce.number().int().min(0).max(8).default(3),
});
export type Config = z.infer<typeof Config>;

/** The settings as somebody set them; none when the launcher says that it took the keys from secrets.json. */
export function givenKeys(environment: NodeJS.ProcessEnv = process.env): Record<string, string | undefined> {
  return environment['CHENGYUN_KEYS_FROM_FILE'] ? {} : environment;
}

/** Reads the environment; throws one error that lists every mistake. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const parsed = Config.safeParse(environment, { error: faultWords });
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`环境变量有误，请改正后重新启动：\n${lines.join('\n')}`);
}
