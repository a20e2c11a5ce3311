import { pino } from 'pino';
import type { Logger } from 'pino';

export type { Logger };

/** One JSON line an entry; fields that may hold a person are cut out wherever they stand. */
export function makeLog(level: string, process: string): Logger {
  const personal = [
    'callerName',
    'callerPhone',
    'name',
    'phone',
    'address',
    'text',
    'password',
    'authorization',
    'cookie',
  ];
  return pino({
    level,
    base: { process },
    redact: { paths: personal.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), remove: true },
  });
}
