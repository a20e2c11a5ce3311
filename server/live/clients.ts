import type { Namespace, Socket } from 'socket.io';
import type { ClientToServer, Hello, ServerToClient } from '#contracts/live.ts';
import type { Actor } from '#contracts/people.ts';
import type { View } from './picture.ts';

export type LiveSocket = Socket<ClientToServer, ServerToClient>;
export type LiveSpace = Namespace<ClientToServer, ServerToClient>;

/**
 * One socket. `new`: has not said hello. `loading`: a picture is on its way, frames wait. `live`: gets every frame.
 * `behind`: too much waits for it; it gets a picture when that has drained.
 */
export type Client = {
  socket: LiveSocket;
  actor: Actor;
  token: string | undefined;
  wanted: Hello['view'] | null;
  view: View | null;
  state: 'new' | 'loading' | 'live' | 'behind';
  /** Grows with every new start, so that an older one that is still waiting gives up. */
  turn: number;
};

/** More than this waiting for a client, and frames stop. */
export const mostWaitingBytes = 1024 * 1024;
/** Less than this, and it has drained. */
export const drainedBytes = 128 * 1024;

type Raw = {
  transport: { socket?: { bufferedAmount?: number } };
  writeBuffer?: readonly { data?: unknown }[];
};

/** Bytes that the server holds for a client: in the socket, and behind it in the engine's queue. */
export function waitingBytes(socket: LiveSocket): number {
  // Neither library tells this by its interface; both names have stood since their first releases.
  const raw = socket.conn as unknown as Raw;
  let bytes = raw.transport.socket?.bufferedAmount ?? 0;
  for (const { data } of raw.writeBuffer ?? []) {
    if (typeof data === 'string') bytes += data.length;
    else if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) bytes += data.byteLength;
  }
  return bytes;
}

/** Resolves true when little waits for the client, false when it has gone or takes longer than `limitMs`. */
export async function drained(socket: LiveSocket, limitMs = 60_000): Promise<boolean> {
  const began = performance.now();
  while (socket.connected && performance.now() - began < limitMs) {
    if (waitingBytes(socket) < drainedBytes) return true;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return false;
}

/** The views that somebody watches now, each once, with the sockets that get its frames. */
export function watchersOf(clients: Iterable<Client>): { view: View; sockets: LiveSocket[] }[] {
  const watched = new Map<string, { view: View; sockets: LiveSocket[] }>();
  for (const { state, view, socket } of clients) {
    if (state !== 'live' || !view) continue;
    const known = watched.get(view.key);
    if (known) known.sockets.push(socket);
    else watched.set(view.key, { view, sockets: [socket] });
  }
  return [...watched.values()];
}
