import { isUtf8 } from 'node:buffer';

/** One message of a device or a gateway: its readings, as the sensor door wants them, or why it holds none. */
export type MqttMessage = { bytes: number } & (
  | { readings: Record<string, unknown>[] }
  | { refused: { code: string; message: string; deviceId: string | null }; raw: string }
);

const level = '[^/#+\\s]{1,100}';
/** CONTRACT §3: `up/{deviceId}/{metric}` and `up/batch/{gatewayId}`. */
const allowed = new RegExp(`^up/(${level})/(${level})$`, 'u');
const gateway = 'batch';
const mostReadings = 1_000;

/** Whether a device may publish there. */
export function mayPublish(topic: string): boolean {
  return allowed.test(topic);
}

/**
 * Reads a message. A bare number has no time of its own: `observedAt` is left open for the time of receipt. What cannot be
 * read is refused with its bytes, never answered with silence: the device would send it for ever.
 */
export function readMessage(topic: string, payload: Buffer): MqttMessage {
  const bytes = payload.length;
  const refuse = (message: string, deviceId: string | null): MqttMessage => ({
    bytes,
    refused: { code: 'bad-item', message, deviceId },
    raw: JSON.stringify({ topic, payloadBase64: payload.toString('base64') }),
  });
  const [, from = '', metric = ''] = allowed.exec(topic) ?? [];
  const deviceId = from === gateway ? null : from;
  const value = parse(payload);
  if (value === undefined) return refuse('MQTT 内容不是有效的 UTF-8 JSON', deviceId);
  if (deviceId === null) {
    if (!Array.isArray(value) || value.length === 0 || value.length > mostReadings)
      return refuse(`网关批量须为 1 至 ${mostReadings} 条读数的 JSON 数组`, null);
    return { bytes, readings: value as Record<string, unknown>[] };
  }
  if (typeof value === 'number') return { bytes, readings: [{ deviceId, metric, value }] };
  if (value === null || typeof value !== 'object' || Array.isArray(value) || !('v' in value))
    return refuse('MQTT 读数须为数字或 {"v":…,"t":…,"seq":…}', deviceId);
  const { v, t, seq } = value as { v: unknown; t?: unknown; seq?: unknown };
  return { bytes, readings: [{ deviceId, metric, value: v, observedAt: t, seq }] };
}

function parse(payload: Buffer): unknown {
  if (!isUtf8(payload)) return undefined;
  const text = payload.toString();
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text) as unknown;
  } catch {
    return undefined;
  }
}
