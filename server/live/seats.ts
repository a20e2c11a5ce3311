import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Look, Seat } from '#contracts/live.ts';
import type { LookedAt } from '#contracts/live.ts';
import { can, scopeOf } from '#domain/rights.ts';
import { inSnapshot } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { byId } from '#store/incidents.ts';
import { tellAll } from '#store/signal.ts';
import type { Client } from './clients.ts';

/** Three renewals unheard, and a seat of another server is taken for empty: that server may be dead. */
const emptyAfterMs = 12_000;
export const renewSeatsMs = 4_000;

/** One seat as servers tell each other of it; `incidentId` null: it has left. */
const Told = z.object({
  server: z.string(),
  socket: z.string(),
  incidentId: z.number().nullable(),
  seat: Seat,
});
type Told = z.infer<typeof Told>;
type Held = Told & { heardAt: number };

const prefix = 'seat ';

/**
 * 同席: who has which matter open on a desk, at whatever server. Kept in memory and told by NOTIFY, renewed every four
 * seconds: nothing rests on it, and nothing of it is left when a line or a server ends.
 */
export type Seats = {
  /** What a socket asks to look at; only what its actor may see is heeded. */
  look: (client: Client, raw: unknown) => Promise<void>;
  leave: (socketId: string) => void;
  /** A hint of the database; others than of seats are let by. */
  hear: (hint: string) => void;
  /** Tells of this server's seats again, and lets go those of servers that are silent. */
  renew: () => void;
};

/** What another server told; null for what is none of it. */
function toldIn(words: string): Told | null {
  try {
    return Told.parse(JSON.parse(words));
  } catch {
    return null;
  }
}

/** Everybody else at this matter, each once, by name; whoever writes in one of two windows writes. */
export function othersAt(held: Iterable<Told>, incidentId: number, username: string): Seat[] {
  const seats = new Map<string, Seat>();
  for (const { incidentId: at, seat } of held) {
    if (at !== incidentId || seat.username === username) continue;
    if (seat.writing || !seats.has(seat.username)) seats.set(seat.username, seat);
  }
  return [...seats.values()].sort((a, b) => (a.username < b.username ? -1 : 1));
}

/** All seats that this server knows of, its own among them. */
type Room = {
  pool: Pool;
  clients: ReadonlyMap<string, Client>;
  server: string;
  held: Map<string, Held>;
  /** What each window was told last, and how often it has asked. */
  said: Map<string, string>;
  asked: Map<string, number>;
};

const send = ({ pool }: Room, told: readonly Told[]): void =>
  tellAll(
    pool,
    told.map((one) => prefix + JSON.stringify(one)),
  );

const openAt = ({ held, server }: Room, socketId: string): number | null =>
  held.get(`${server}/${socketId}`)?.incidentId ?? null;

/** To this server's windows on the matter, each only what is new to it. */
function show(room: Room, incidentId: number | null): void {
  if (incidentId === null) return;
  for (const [socketId, { actor, socket }] of room.clients) {
    if (openAt(room, socketId) !== incidentId) continue;
    const news: LookedAt = { incidentId, seats: othersAt(room.held.values(), incidentId, actor.username) };
    const words = JSON.stringify(news);
    if (room.said.get(socketId) === words) continue;
    room.said.set(socketId, words);
    socket.emit('seats', news);
  }
}

/** Takes what became of a seat, and shows it where it was and where it is. */
function take(room: Room, told: Told): void {
  const key = `${told.server}/${told.socket}`;
  const before = room.held.get(key)?.incidentId ?? null;
  if (told.incidentId === null) room.held.delete(key);
  else room.held.set(key, { ...told, heardAt: performance.now() });
  if (before !== told.incidentId) show(room, before);
  show(room, told.incidentId);
}

function leave(room: Room, socketId: string): void {
  const was = room.held.get(`${room.server}/${socketId}`);
  room.said.delete(socketId);
  room.asked.delete(socketId);
  if (!was) return;
  const told = { server: room.server, socket: socketId, incidentId: null, seat: was.seat };
  take(room, told);
  send(room, [told]);
}

async function look(room: Room, { actor, socket }: Client, raw: unknown): Promise<void> {
  const wanted = Look.safeParse(raw);
  if (!wanted.success || !can(actor, 'incident.read')) return;
  const { incidentId, writing } = wanted.data;
  const turn = (room.asked.get(socket.id) ?? 0) + 1;
  room.asked.set(socket.id, turn);
  const open = openAt(room, socket.id);
  const seen =
    incidentId !== null &&
    (incidentId === open ||
      (await inSnapshot(room.pool, scopeOf(actor), (tx) => byId(tx, incidentId)).catch(() => null)) !== null);
  // Meanwhile it may have gone, or gone on.
  if (room.asked.get(socket.id) !== turn || !socket.connected) return;
  if (!seen) return leave(room, socket.id);
  if (incidentId !== open) room.said.delete(socket.id);
  const seat = { username: actor.username, name: actor.name, writing };
  const told = { server: room.server, socket: socket.id, incidentId, seat };
  take(room, told);
  send(room, [told]);
}

function renew(room: Room): void {
  const all = [...room.held.values()];
  const own = all.filter(({ server }) => server === room.server);
  for (const { heardAt, ...told } of all)
    if (told.server !== room.server && performance.now() - heardAt > emptyAfterMs)
      take(room, { ...told, incidentId: null });
  send(
    room,
    own.map(({ heardAt: _at, ...told }) => told),
  );
}

export function makeSeats(pool: Pool, clients: ReadonlyMap<string, Client>): Seats {
  const server = randomUUID();
  const room: Room = { pool, clients, server, held: new Map(), said: new Map(), asked: new Map() };
  return {
    look: (client, raw) => look(room, client, raw),
    leave: (socketId) => leave(room, socketId),
    hear: (hint) => {
      const told = hint.startsWith(prefix) ? toldIn(hint.slice(prefix.length)) : null;
      if (told !== null && told.server !== server) take(room, told);
    },
    renew: () => renew(room),
  };
}
