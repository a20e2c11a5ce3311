import { createHash, timingSafeEqual } from 'node:crypto';
import net from 'node:net';
import { Aedes } from 'aedes';
import type { Client, PublishPacket } from 'aedes';
import { Refusal } from '#contracts/errors.ts';
import type { Logger } from '#server/log.ts';
import { guard } from './packet-guard.ts';
import { mayPublish, readMessage } from './mqtt-message.ts';
import { makeTakeMessage } from './take-messages.ts';
import type { MessageParts } from './take-messages.ts';

export const mostPacketBytes = 64 * 1024;
const portsToTry = 100;

export type MqttBroker = { url: string; close: () => Promise<void> };
export type MqttWish = { host: string; port: number; token: string };

const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());

/**
 * 内置 MQTT: devices publish, nobody subscribes. aedes sends PUBACK before its publish hook, so the commit stands in
 * `authorizePublish`, which runs before both: a message is acknowledged when it is committed, or not at all: then the
 * connection is closed and the device sends it again. The password is the doors' token, the user name says who it is.
 */
export async function startMqtt(parts: MessageParts & { log: Logger }, wish: MqttWish): Promise<MqttBroker> {
  const take = makeTakeMessage(parts);
  const broker = await Aedes.createBroker({
    mq: nobody,
    connectTimeout: 10_000,
    maxClientsIdLength: 128,
    authenticate: (_client, _username, password, done) => {
      const known = password !== undefined && sameSecret(password.toString(), wish.token);
      done(null, known);
    },
    authorizeSubscribe: (_client, _subscription, done) => done(null, null),
    authorizePublish: (client, packet, done) => {
      accept(take, client, packet).then(
        () => {
          // PUBACK goes out within `done`. What follows it is for subscribers who are away: there are none.
          done(null);
          if (packet.qos === 1) packet.qos = 0;
        },
        (error: Error) => {
          if (!(error instanceof Refusal))
            parts.log.error({ topic: packet.topic, err: error }, 'an MQTT message could not be taken');
          done(error);
        },
      );
    },
  });
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.setNoDelay(true);
    guard(socket, mostPacketBytes);
    broker.handle(socket);
  });
  const port = await listen(server, wish);
  return {
    url: `mqtt://${wish.host.includes(':') ? `[${wish.host}]` : wish.host}:${port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
      await new Promise<void>((resolve) => broker.close(resolve));
    },
  };
}

/** The emitter of a broker without subscribers: looking for them cost a tenth of the door's time. */
const nobody = {
  on: () => undefined,
  removeListener: () => undefined,
  emit: (_packet: unknown, done: () => void) => done(),
  close: (done: () => void) => done(),
};

/** Throws when the message may not be published there, or was not committed. */
async function accept(
  take: ReturnType<typeof makeTakeMessage>,
  client: Client | null,
  packet: PublishPacket,
): Promise<void> {
  // Nothing is kept for subscribers: there are none.
  packet.retain = false;
  // Without a client it is the last will of one that is gone.
  if (client === null) return;
  if (!mayPublish(packet.topic)) throw new Refusal('not-allowed', '只能向 up/… 发布');
  const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
  if (!(await take(readMessage(packet.topic, payload)))) throw new Refusal('too-many', '超出每分钟配额');
}

/** The wanted port, or the next that is free; port 0 takes any. */
async function listen(server: net.Server, { host, port }: MqttWish): Promise<number> {
  for (let at = port; ; at += 1) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(at, host, () => {
          server.off('error', reject);
          resolve();
        });
      });
      return (server.address() as net.AddressInfo).port;
    } catch (error) {
      const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!taken || at >= port + portsToTry) throw error;
    }
  }
}
