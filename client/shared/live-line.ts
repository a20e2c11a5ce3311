import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { ClientToServer, ServerToClient } from '#contracts/live.ts';
import { linkOf, lostAfterMs } from './live-fold.ts';
import type { Link } from './live-fold.ts';

export type Wire = Socket<ServerToClient, ClientToServer>;

/** The line of a feed: dialled, heard, hung up when it is dead. Times of the page's own steady clock, in ms. */
export type Line = {
  socket: Wire;
  /** How long to wait before dialling again, 0 to 1 of five seconds. */
  jitter: () => number;
  /** Null before the first word. */
  heardAt: number | null;
  openedAt: number;
  connectedAt: number;
  refused: boolean;
  redial: ReturnType<typeof setTimeout> | null;
};

/** What the server's door says to somebody who may not listen; anything else is a line that does not stand. */
const refusals: ReadonlySet<string> = new Set(['not-signed-in', 'not-allowed']);

/** A line that is being dialled; `url` is the origin of the server, empty for the page's own. */
export function openLine(url: string, token: string | undefined, jitter: () => number): Line {
  return {
    socket: io(`${url}/live`, {
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      ...(token === undefined ? {} : { auth: { token } }),
    }),
    jitter,
    heardAt: null,
    openedAt: performance.now(),
    connectedAt: 0,
    refused: false,
    redial: null,
  };
}

function dialLater(line: Line): void {
  line.redial ??= setTimeout(
    () => {
      line.redial = null;
      line.socket.connect();
    },
    200 + line.jitter() * 5_000,
  );
}

/** Keeps the line: says when it stands and when it is down, and dials again where the library does not. */
export function keepLine(line: Line, calls: { onUp: () => void; onDown: () => void }): void {
  const { socket } = line;
  socket.on('connect', () => {
    line.refused = false;
    line.connectedAt = performance.now();
    calls.onUp();
  });
  // A refusal by the server's door is not retried by the library; anything else is.
  socket.on('connect_error', (error) => {
    if (socket.active) return;
    line.refused = refusals.has(error.message);
    dialLater(line);
  });
  socket.on('disconnect', (why) => {
    calls.onDown();
    if (why === 'io server disconnect') dialLater(line);
  });
}

/** How fresh the line is now, and its silence in whole seconds as ms when it is late or lost, else 0; hangs up a dead one. */
export function listenTo(line: Line): { link: Link; silentMs: number } {
  const now = performance.now();
  const { heardAt, openedAt, connectedAt, socket } = line;
  // Who has heard nothing since the page was opened is joining at first, and then without a line like anybody else.
  const waited = now - (heardAt ?? openedAt);
  const silent = heardAt === null && waited < lostAfterMs ? null : waited;
  // A line that is open but silent is dead: hang up and dial again.
  if (socket.connected && now - Math.max(heardAt ?? 0, connectedAt) >= lostAfterMs && line.redial === null) {
    socket.disconnect();
    dialLater(line);
  }
  const link = line.refused ? 'refused' : linkOf(silent);
  return { link, silentMs: link === 'late' || link === 'lost' ? Math.floor((silent ?? 0) / 1000) * 1000 : 0 };
}

export function hangUp({ redial, socket }: Line): void {
  if (redial !== null) clearTimeout(redial);
  socket.disconnect();
}
