import os from 'node:os';
import { connect } from 'mqtt';
import type { MqttClient } from 'mqtt';
import { Refusal } from '#contracts/errors.ts';
import type { Logger } from '#server/log.ts';
import { mayPublish, readMessage } from './mqtt-message.ts';
import { makeTakeMessage } from './take-messages.ts';
import type { MessageParts } from './take-messages.ts';

/** One connection has one message in hand at a time: its acknowledgement waits for the commit. */
const connections = 64;
const again = 1_000;
const shared = '$share/ingest/up/#';

export type MqttFollower = { url: string; close: () => Promise<void> };

/**
 * MQTT_URL: the city's own broker, by a shared subscription, so that several servers take turns. Client ids are fixed and
 * sessions are kept: what a server had in hand when it died comes again. Acknowledged after the commit: mqtt.js sends
 * PUBACK when `handleMessage` calls back. A broker without shared subscriptions takes one connection and a plain `filter`.
 */
export function followMqtt(
  parts: MessageParts & { log: Logger },
  {
    url,
    name,
    count = connections,
    filter = shared,
  }: { url: string; name: string; count?: number; filter?: string },
): MqttFollower {
  const take = makeTakeMessage(parts);
  let closed = false;
  const hold = async (topic: string, payload: Buffer): Promise<void> => {
    // Another publisher of that broker may use what is below up/ otherwise; that is nothing of ours.
    if (!mayPublish(topic)) return;
    while (!closed) {
      try {
        if (await take(readMessage(topic, payload))) return;
      } catch (error) {
        if (!(error instanceof Refusal))
          parts.log.error({ topic, err: error }, 'an MQTT message could not be taken');
      }
      await new Promise((resolve) => setTimeout(resolve, again));
    }
    throw new Error('closed');
  };
  const clients = Array.from({ length: count }, (_, n) =>
    join(url, `chengyun-${name}-${n}`, { filter, hold }, parts.log),
  );
  return {
    url: withoutSecret(url),
    close: async () => {
      closed = true;
      await Promise.all(clients.map((client) => client.endAsync(true)));
    },
  };
}

function join(
  url: string,
  clientId: string,
  { filter, hold }: { filter: string; hold: (topic: string, payload: Buffer) => Promise<void> },
  log: Logger,
): MqttClient {
  const client = connect(url, {
    clientId,
    clean: false,
    reconnectPeriod: again,
    manualConnect: true,
  });
  client.handleMessage = (packet, done) => {
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    // A message that is not committed is never acknowledged; the session brings it again.
    hold(packet.topic, payload).then(
      () => done(),
      () => undefined,
    );
  };
  // A broker that is away is dialled again each second; the server serves meanwhile.
  client.on('error', (error) => log.warn({ clientId, err: error }, 'the MQTT broker of the city'));
  client.on('connect', () => {
    client.subscribe(filter, { qos: 1 }, (error) => {
      if (error)
        log.error({ clientId, err: error }, 'the MQTT broker of the city refuses the shared subscription');
    });
  });
  client.connect();
  return client;
}

const withoutSecret = (url: string): string => url.replace(/\/\/[^@/]*@/u, '//');

/** What tells the sessions of this server from those of the next, also after a restart. */
export const followerName = (port: number): string => `${os.hostname()}-${port}`;
