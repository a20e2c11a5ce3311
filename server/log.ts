import { writeSync } from 'node:fs';
import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { maskText } from '#text/mask.ts';

export type { Logger };

/**
 * Where and of which kind, without what errors like to carry along: the failing row of PostgreSQL, the arguments of a
 * Redis command, the request of a network library.
 */
export function forLog(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const { code, constraint, table, routine } = error as Error & Record<string, unknown>;
  const frames = error.stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 8);
  return { kind: error.name, message: maskText(error.message), code, constraint, table, routine, frames };
}

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
  return pino(
    {
      level,
      base: { process },
      serializers: { err: forLog },
      redact: { paths: personal.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), remove: true },
    },
    patientOutput(),
  );
}

const mostPendingBytes = 2 ** 20;

/**
 * Standard output that a full disk cannot turn into the end of the process: the doors must go on saying 503. What finds
 * no room is tried again with the next line; past a megabyte lines are dropped until there is room again.
 */
function patientOutput(): DestinationStream {
  let pending = Buffer.alloc(0);
  return {
    write: (line) => {
      if (pending.length < mostPendingBytes) pending = Buffer.concat([pending, Buffer.from(line)]);
      try {
        while (pending.length > 0) pending = pending.subarray(writeSync(1, pending));
      } catch {
        // No room, or a slow reader of the pipe.
      }
    },
  };
}
