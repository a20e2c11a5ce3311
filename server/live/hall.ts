import type { IncomingMessage } from 'node:http';
import { Hello } from '#contracts/live.ts';
import type { Nudge } from '#contracts/live.ts';
import type { Actor } from '#contracts/people.ts';
import { can } from '#domain/rights.ts';
import type { StoredFrame } from '#store/frames.ts';
import { drainedBytes, mostWaitingBytes, waitingBytes, watchersOf } from './clients.ts';
import type { Client, LiveSocket, LiveSpace } from './clients.ts';
import { liveClients, slowClients } from './metrics.ts';
import { cut, epochFor, viewOf } from './picture.ts';
import type { View } from './picture.ts';
import type { Screens } from './screens.ts';
import type { Seats } from './seats.ts';
import { sendPicture, startClient } from './start-client.ts';
import type { Stage } from './start-client.ts';
import { wireOf, write } from './wire.ts';

/** Who is behind a handshake: its session cookie, or the token it brought. Null: nobody who may be here. */
export type Auth = (request: IncomingMessage, token?: string) => Promise<Actor | null>;

/** All sockets of this server and what is due to them. */
export type Hall = {
  space: LiveSpace;
  stage: Stage;
  auth: Auth;
  clients: Map<string, Client>;
  nudges: Set<Nudge>;
  seats: Seats;
  screens: Screens;
};

/** What each view is nudged about: a wall hears only of what it shows, a page of figures asks by itself. */
const nudgesOf: Record<Hello['view'], readonly Nudge[]> = {
  wall: ['warnings', 'alerts'],
  desk: ['inbox', 'waiting', 'requests', 'warnings', 'alerts', 'bursts', 'walls'],
  field: ['inbox', 'waiting', 'requests', 'warnings', 'alerts'],
  stats: [],
};
const nudgeRoom = (what: Nudge): string => `nudge-${what}`;
const helloWithinMs = 10_000;

/** A socket that was let in: waits for its hello. */
export function welcome({ clients, stage, seats, screens }: Hall, socket: LiveSocket, actor: Actor): void {
  const client: Client = {
    socket,
    actor,
    token: tokenOf(socket),
    wanted: null,
    view: null,
    state: 'new',
    turn: 0,
  };
  clients.set(socket.id, client);
  liveClients.set(clients.size);
  const silent = setTimeout(() => {
    if (client.wanted === null) socket.disconnect(true);
  }, helloWithinMs);
  socket.on('disconnect', () => {
    clearTimeout(silent);
    seats.leave(socket.id);
    screens.leave(client);
    clients.delete(socket.id);
    liveClients.set(clients.size);
  });
  socket.on('look', (raw) => void seats.look(client, raw));
  socket.on('screen', (raw) => screens.report(client, raw));
  socket.on('hello', (raw) => {
    const hello = Hello.safeParse(raw);
    if (!hello.success) return void socket.disconnect(true);
    const { view } = hello.data;
    // A picture is on its way already; asking again would only start it over.
    if (client.state === 'loading' && client.wanted === view) return;
    void socket.join(nudgesOf[view].map(nudgeRoom));
    void startClient(stage, client, hello.data);
    if (view === 'wall') screens.join(client);
  });
}

/** The token of the handshake, if it brought one. */
export function tokenOf(socket: LiveSocket): string | undefined {
  const token: unknown = socket.handshake.auth['token'];
  return typeof token === 'string' ? token : undefined;
}

/** Whoever cannot take more gets no frames until that has drained. */
function takeOffSlow({ clients }: Hall): void {
  for (const client of clients.values()) {
    if (client.state !== 'live' || waitingBytes(client.socket) <= mostWaitingBytes) continue;
    client.state = 'behind';
    slowClients.inc();
  }
}

/** One frame to everybody who is live, each view cut and encoded once. */
export function sendFrame(hall: Hall, frame: StoredFrame): void {
  const { clients, stage, nudges, screens } = hall;
  takeOffSlow(hall);
  for (const { view, sockets } of watchersOf(clients.values())) {
    const wire = wireOf(cut(frame, view, stage.sight.of(view)));
    for (const socket of sockets) write(socket, wire);
  }
  for (const nudge of frame.nudges) nudges.add(nudge);
  // A wall does not wait for the next round of nudges.
  if (frame.nudges.includes('walls')) screens.tell();
}

/** Numbers do not follow: everybody needs a new picture. */
export function breakOff({ clients, stage, screens }: Hall): void {
  screens.tell();
  for (const client of clients.values()) if (client.state === 'live') void sendPicture(stage, client);
}

/** The head, to everybody who is live; silence when the feed itself is not alive, so that screens show it. */
export function sendBeats({ clients, stage: { follower } }: Hall): void {
  const at = follower.aliveAt();
  if (at === null) return;
  const no = follower.ring.head();
  for (const { view, sockets } of watchersOf(clients.values())) {
    const beat = { epoch: epochFor(follower.ring.epoch(), view), no, at };
    for (const socket of sockets) socket.emit('beat', beat);
  }
}

/** Slow clients that have drained get a new picture. */
export function tendSlow({ clients, stage }: Hall): void {
  for (const client of clients.values())
    if (client.state === 'behind' && waitingBytes(client.socket) < drainedBytes)
      void sendPicture(stage, client);
}

/** Each kind of nudge that fell due since the last call, once. */
export function sendNudges({ nudges, space }: Hall): void {
  for (const what of nudges) space.to(nudgeRoom(what)).emit('nudge', what);
  nudges.clear();
}

/** Whoever signed out or lost the right goes; whoever may see other rows now gets a new epoch (CONTRACT §5). */
export async function recheck({ clients, auth, stage, screens }: Hall): Promise<void> {
  const asked = new Map<string, Promise<Actor | null | 'unknown'>>();
  for (const client of clients.values()) {
    const { request } = client.socket;
    const key = client.token ?? `cookie ${request.headers.cookie ?? ''}`;
    // A database that is away signs nobody out.
    const answer = asked.get(key) ?? auth(request, client.token).catch(() => 'unknown' as const);
    asked.set(key, answer);
    const actor = await answer;
    if (actor === 'unknown' || !client.socket.connected) continue;
    if (actor === null || !can(actor, 'live.read')) {
      // A wall may be seen signed out before the frame that says so has come.
      await screens.dismiss(client);
      continue;
    }
    client.actor = actor;
    const view = client.wanted && viewOf(actor, client.wanted);
    if (!view || view.key === client.view?.key) continue;
    client.view = view;
    void sendPicture(stage, client);
  }
}

/** What narrowed views may see of sensors and movers, asked again. */
export async function renewSight({ clients, stage }: Hall): Promise<void> {
  const views = new Map<string, View>();
  for (const { view } of clients.values()) if (view) views.set(view.key, view);
  await stage.sight.renew([...views.values()]).catch((error: unknown) => {
    stage.log.warn({ err: error }, 'what is in sight could not be looked up again');
  });
}
