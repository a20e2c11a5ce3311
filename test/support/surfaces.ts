import { Redis } from 'ioredis';
import { io } from 'socket.io-client';
import type { Hello } from '#contracts/live.ts';
import { redisUrl } from './stack.ts';
import { withClient } from './template.ts';

/** Every row of every table as text, also what row security hides from the program; bytes are hex. Not PostGIS's own list. */
export async function dumpDatabase(url: string): Promise<string> {
  return withClient(url, async (owner) => {
    await owner.query("set app.scope = '*'");
    const tables = await owner.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'm') and c.relname <> 'spatial_ref_sys'`,
    );
    const texts: string[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await owner.query<{ row: string }>(`select t::text as row from ${name} t`);
      texts.push(name, ...rows.map(({ row }) => row));
    }
    return texts.join('\n');
  });
}

/** Everything that Redis holds now, whatever its type. */
export async function dumpRedis(redis: Redis): Promise<string> {
  const texts: string[] = [];
  for (const key of await redis.keys('*')) {
    const dumped = await redis.dumpBuffer(key);
    texts.push(key, dumped?.toString('utf8') ?? '', dumped?.toString('latin1') ?? '');
  }
  return texts.join('\n');
}

/** Hears every command that anybody sends to Redis from now on. */
export async function listenToRedis(): Promise<{ heard: () => string; close: () => Promise<void> }> {
  const redis = new Redis(redisUrl());
  const monitor = await redis.monitor();
  const lines: string[] = [];
  monitor.on('monitor', (_time: string, args: string[]) => void lines.push(args.join(' ')));
  return {
    heard: () => lines.join('\n'),
    close: async () => {
      monitor.disconnect();
      await redis.quit();
    },
  };
}

export type Ear = { heard: () => string; gone: () => boolean; close: () => void };

/** A socket of the live feed that keeps everything it is sent, as text. */
export function openEar(url: string, cookie: string, view: Hello['view']): Ear {
  const socket = io(`${url}/live`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: { cookie },
  });
  const heard: string[] = [];
  let gone = false;
  socket.on('connect', () => socket.emit('hello', { epoch: null, lastNo: 0, view }));
  socket.on('disconnect', () => (gone = true));
  socket.onAny((...message: unknown[]) => void heard.push(JSON.stringify(message)));
  return { heard: () => heard.join('\n'), gone: () => gone, close: () => void socket.disconnect() };
}
