import { cityNow, inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import * as quarantine from '#store/quarantine.ts';
import type { Vault } from '#store/vault.ts';
import { mqttMessages } from '#server/metrics.ts';
import type { Door } from './doors.ts';
import { gatherLimits, makeGatherer } from './gather.ts';
import { bodyHash } from './hash.ts';
import type { MqttMessage } from './mqtt-message.ts';

export type MessageParts = { pool: Pool; vault: Vault; sensor: Door };

/** Answers true once a message is committed, its refused readings in quarantine; false: past its quota, not taken. */
export type TakeMessage = (message: MqttMessage) => Promise<boolean>;

/**
 * Messages of all connections, gathered for some milliseconds into one request of the sensor door. Each is waited for by
 * a device that sends nothing more until it is acknowledged, so the wait is short. Throws Refusal when nothing was taken.
 */
export function makeTakeMessage({ pool, vault, sensor }: MessageParts): TakeMessage {
  const add = makeGatherer<MqttMessage, boolean>(
    async (requests) => {
      const messages = requests.map((one) => one[0]!);
      // Nearly every message brings its own time: then nobody asks for the city's.
      const now = messages.some(needsTime) ? await cityNow(pool) : new Date(0);
      await keepRefused({ pool, vault }, messages, now);
      const taken = await send(sensor, messages, now);
      const acknowledged = taken.filter(Boolean).length;
      mqttMessages.inc({ outcome: 'acknowledged' }, acknowledged);
      mqttMessages.inc({ outcome: 'over-quota' }, taken.length - acknowledged);
      return taken;
    },
    { ...gatherLimits, waitMs: 3, items: 250, lanes: 2 },
  );
  return (message) => add([message], message.bytes);
}

/** One request of the door for all readings; a message is taken when each of its readings is. */
async function send(sensor: Door, messages: readonly MqttMessage[], now: Date): Promise<boolean[]> {
  const items: unknown[] = [];
  const owner: number[] = [];
  const given = new Map<string, number>();
  messages.forEach((message, index) => {
    if (!('readings' in message)) return;
    for (const reading of message.readings) {
      items.push(withTime(reading, now, given));
      owner.push(index);
    }
  });
  const taken = messages.map(() => true);
  if (items.length === 0) return taken;
  const bytes = messages.reduce((sum, message) => sum + message.bytes, 0);
  const { quarantined } = await sensor.take(items, bytes);
  for (const { index, code } of quarantined) if (code === 'quota') taken[owner[index]!] = false;
  return taken;
}

/** What is no object is left for the door to refuse. */
const untimed = (reading: unknown): boolean =>
  reading !== null &&
  typeof reading === 'object' &&
  (reading as { observedAt?: unknown }).observedAt === undefined;
const needsTime = (message: MqttMessage): boolean => 'refused' in message || message.readings.some(untimed);

/** The time of receipt for a reading that has none; a millisecond more for each further one of its series. */
function withTime(
  reading: Record<string, unknown>,
  now: Date,
  given: Map<string, number>,
): Record<string, unknown> {
  if (!untimed(reading)) return reading;
  const series = `${String(reading['deviceId'])}/${String(reading['metric'])}`;
  const nth = given.get(series) ?? 0;
  given.set(series, nth + 1);
  return { ...reading, observedAt: now.getTime() + nth };
}

async function keepRefused(
  { pool, vault }: Pick<MessageParts, 'pool' | 'vault'>,
  messages: readonly MqttMessage[],
  now: Date,
): Promise<void> {
  const rows = messages.flatMap((message) =>
    'refused' in message
      ? [
          {
            source: 'sensor',
            key: null,
            eventId: null,
            ...message.refused,
            sealed: vault.seal('quarantine:sensor', message.raw),
            itemHash: bodyHash(message.raw),
          },
        ]
      : [],
  );
  if (rows.length > 0) await inTransaction(pool, '*', (tx) => quarantine.keep(tx, rows, now));
}
