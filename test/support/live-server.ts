import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Actor } from '#contracts/people.ts';
import { attachLive } from '#server/live/attach.ts';
import type { Pool } from '#store/db.ts';
import { workOf } from './test-parts.ts';

export type LiveServer = { port: number; close: () => Promise<void> };

/** The live feed alone, on a port of its own; a token names who comes. */
export async function startLiveServer(
  pool: Pool,
  personOf: (token: string) => Actor | undefined,
  ...paces: [] | [{ proveEveryMs: number }]
): Promise<LiveServer> {
  const server = http.createServer();
  const identify = async (_request: unknown, token?: string) => personOf(token ?? '') ?? null;
  const live = await attachLive(server, workOf(pool), identify, ...paces);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      await live.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
