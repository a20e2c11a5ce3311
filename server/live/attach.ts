import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Server } from 'socket.io';
import type { ClientToServer, ServerToClient } from '#contracts/live.ts';
import type { Actor } from '#contracts/people.ts';
import { can } from '#domain/rights.ts';
import type { Common } from '#server/parts.ts';
import type { LiveSocket } from './clients.ts';
import { startFollower } from './follower.ts';
import {
  breakOff,
  recheck,
  renewSight,
  sendBeats,
  sendFrame,
  sendNudges,
  tendSlow,
  tokenOf,
  welcome,
} from './hall.ts';
import type { Auth, Hall } from './hall.ts';
import { makeSightBook } from './in-sight.ts';
import { keepProving } from './proofs.ts';
import { startPublisher } from './publisher.ts';
import { makeScreens, renewScreensMs } from './screens.ts';
import { makeSeats, renewSeatsMs } from './seats.ts';
import { makeGallery, readPicture } from './snapshots.ts';

const largestMessageBytes = 64 * 1024;
const messagesPerSecond = 20;
/** Of one connection, whoever it is: also what asks to be let in, before anybody knows who asks. */
const packetsPerSecond = 60;
/** A connection that nobody has signed in for by then is closed. */
const strangerForMs = 10_000;
const beatEveryMs = 2_000;
const tendEveryMs = 500;
const nudgeEveryMs = 1_000;
/** Whoever lost the right is gone five seconds later at the latest, the time of asking included. */
const recheckEveryMs = 2_000;
/** So long what moved to another district may still be seen from the old one. */
const renewEveryMs = 5_000;
const proveEveryMs = 30_000;

/** Pages of other sites may not open our socket with a visitor's cookie; programs send no origin. */
function isOwnOrigin({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}

type Connection = { on: (what: 'packet', heard: () => void) => void; close: (discard: boolean) => void };

/** Ends a connection that says too much: refusing it each time would keep the server from everybody else. */
function limitPackets(connection: Connection): void {
  let [count, since] = [0, performance.now()];
  connection.on('packet', () => {
    if (performance.now() - since > 1_000) [count, since] = [0, performance.now()];
    count += 1;
    if (count > packetsPerSecond) connection.close(true);
  });
}

/** Lets in whoever may read the feed, and cuts off whoever sends too much. */
function guard(hall: Hall): void {
  const admitted = new WeakMap<LiveSocket, Actor>();
  const limiter = new RateLimiterMemory({ points: messagesPerSecond, duration: 1 });
  const admit = async (socket: LiveSocket): Promise<Error | undefined> => {
    const actor = await hall.auth(socket.request, tokenOf(socket)).catch(() => undefined);
    // Who it is cannot be asked while the database is away: that is nobody's refusal.
    if (actor === undefined) return new Error('unavailable');
    if (actor === null) return new Error('not-signed-in');
    if (!can(actor, 'live.read')) return new Error('not-allowed');
    admitted.set(socket, actor);
    return undefined;
  };
  hall.space.use((socket, next) => {
    void admit(socket).then(next);
  });
  hall.space.on('connection', (socket) => {
    const actor = admitted.get(socket);
    if (!actor) return void socket.disconnect(true);
    socket.use((_event, next) => {
      limiter.consume(socket.id).then(
        () => next(),
        () => socket.disconnect(true),
      );
    });
    welcome(hall, socket, actor);
  });
}

/**
 * The live feed of this server (CONTRACT §5): namespace /live on `server`, and this server's share in publishing.
 * `auth` is asked at the handshake and again every two seconds; it must not prolong a session.
 */
export async function attachLive(
  server: HttpServer,
  parts: Omit<Common, 'wake'>,
  auth: Auth,
  paces: { proveEveryMs: number } = { proveEveryMs },
): Promise<{ close: () => Promise<void> }> {
  const io = new Server<ClientToServer, ServerToClient>(server, {
    transports: ['websocket'],
    serveClient: false,
    maxHttpBufferSize: largestMessageBytes,
    connectTimeout: strangerForMs,
    allowRequest: (request, decide) => decide(null, isOwnOrigin(request)),
  });
  io.engine.on('connection', limitPackets);
  // There is nothing in the main namespace, and nobody may wait there.
  io.use((_socket, next) => next(new Error('not-allowed')));
  const follower = startFollower(parts.pool, {
    onFrame: (frame) => sendFrame(hall, frame),
    onBreak: () => breakOff(hall),
    onHint: (hint) => hall.seats.hear(hint),
  });
  const sight = makeSightBook(parts.pool);
  const picture = makeGallery((view) => readPicture(parts.pool, view, parts.reference(), sight));
  const clients: Hall['clients'] = new Map();
  const hall: Hall = {
    space: io.of('/live'),
    stage: { pool: parts.pool, follower, picture, sight, log: parts.log },
    auth,
    clients,
    seats: makeSeats(parts.pool, clients),
    screens: makeScreens(parts),
    nudges: new Set(),
  };
  guard(hall);
  const publisher = startPublisher(parts);
  const proofs = keepProving(hall.stage, hall.screens, paces.proveEveryMs);
  const timers = [
    setInterval(() => sendBeats(hall), beatEveryMs),
    setInterval(() => tendSlow(hall), tendEveryMs),
    setInterval(() => sendNudges(hall), nudgeEveryMs),
    setInterval(() => void recheck(hall), recheckEveryMs),
    setInterval(() => void renewSight(hall), renewEveryMs),
    setInterval(() => hall.seats.renew(), renewSeatsMs),
    setInterval(() => hall.screens.renew(), renewScreensMs),
  ];
  // So that the first hello finds a ring.
  await follower.begun;
  return {
    close: async () => {
      timers.forEach(clearInterval);
      proofs.close();
      hall.space.disconnectSockets(true);
      io.engine.close();
      await publisher.close();
      await follower.close();
    },
  };
}
