import { WallReport } from '#contracts/driven-wall.ts';
import type { WallCheck } from '#contracts/wall-proof.ts';
import type { Logger } from '#server/log.ts';
import type { Pool } from '#store/db.ts';
import * as walls from '#store/walls.ts';
import type { Client } from './clients.ts';

export const renewScreensMs = 5_000;

/**
 * 大屏: the walls that hang on this server. Each is told what it has to show, whole, when it comes and whenever a frame says
 * that something of walls has changed; the row in PostgreSQL is the truth, and telling it twice does no harm.
 */
export type Screens = {
  join: (client: Client) => void;
  leave: (client: Client) => void;
  /** What a wall says of itself; from anybody else it is not heeded. */
  report: (client: Client, raw: unknown) => void;
  /** The walls that hang here, with a hand's own screens among them. */
  all: () => Iterable<Client>;
  /** What became of a wall's proof; the desk sees it. */
  noteCheck: (client: Client, check: WallCheck) => void;
  /** Something of walls has changed. */
  tell: () => void;
  /** Ends the line of whoever is signed out; a wall that was taken back hears first that it is none. */
  dismiss: (client: Client) => Promise<void>;
  /** Keeps the lines alive, and tells again what could not be read. */
  renew: () => void;
};

type Room = {
  pool: Pool;
  log: Logger;
  held: Map<string, Client>;
  /** One reading at a time, and at most one waiting behind it. */
  queue: Promise<void>;
  queued: boolean;
  /** The last reading failed: walls may be behind. */
  behind: boolean;
};

const isWall = ({ actor }: Client): boolean => actor.roles.includes('wall');

async function tellOnce(room: Room): Promise<void> {
  room.queued = false;
  const clients = [...room.held.values()];
  if (clients.length === 0) return;
  const accounts = [...new Set(clients.map(({ actor }) => actor.username))];
  const rows = await walls.driven(room.pool, accounts);
  for (const { actor, socket } of clients) {
    const row = rows.get(actor.username);
    // A wall that was signed in by hand has no row: nobody drives it.
    if (row === undefined) continue;
    socket.emit('wall', row);
    if (row === null) socket.disconnect(true);
  }
}

function tell(room: Room): void {
  if (room.queued) return;
  room.queued = true;
  room.queue = room.queue.then(async () => {
    try {
      await tellOnce(room);
      room.behind = false;
    } catch (error) {
      room.behind = true;
      room.log.warn({ err: error }, 'walls could not be told what to show');
    }
  });
}

/** Presence is a hint for the console: when it cannot be written, the line stands all the same. */
const noted = (room: Room, writing: Promise<void>): void => {
  writing.catch((error: unknown) => room.log.warn({ err: error }, 'the line of a wall was not noted'));
};

export function makeScreens({ pool, log }: { pool: Pool; log: Logger }): Screens {
  const room: Room = { pool, log, held: new Map(), queue: Promise.resolve(), queued: false, behind: false };
  return {
    join: (client) => {
      if (!isWall(client)) return;
      const { socket, actor } = client;
      if (!room.held.has(socket.id)) noted(room, walls.lineUp(pool, actor.username, socket.id));
      room.held.set(socket.id, client);
      tell(room);
    },
    leave: ({ socket, actor }) => {
      if (room.held.delete(socket.id)) noted(room, walls.lineDown(pool, actor.username, socket.id));
    },
    report: (client, raw) => {
      const report = WallReport.safeParse(raw);
      if (!room.held.has(client.socket.id) || !report.success) return;
      noted(room, walls.noteReport(pool, client.actor.username, report.data));
    },
    all: () => room.held.values(),
    noteCheck: ({ actor }, check) => noted(room, walls.noteCheck(pool, actor.username, check)),
    tell: () => tell(room),
    dismiss: async ({ socket, actor }) => {
      const rows = room.held.has(socket.id)
        ? await walls.driven(pool, [actor.username]).catch(() => null)
        : null;
      if (rows?.get(actor.username) === null) socket.emit('wall', null);
      socket.disconnect(true);
    },
    renew: () => {
      const lines = [...room.held.values()].map(({ actor, socket }) => ({
        account: actor.username,
        line: socket.id,
      }));
      if (lines.length > 0) noted(room, walls.keepLines(pool, lines));
      if (room.behind) tell(room);
    },
  };
}
