/** One message of a device or a gateway: its readings, as the sensor door wants them, or why it holds none. */
export type MqttMessage = { bytes: number } & (
  | { readings: Record<string, unknown>[] }
  | { refused: { code: string; message: string; deviceId: string | null }; raw: string }
);

const level = '[^/#+\\s]{1,100}';
const single = new RegExp(`^up/(${level})/(${level})$`, 'u');
const batch = new RegExp(`^up/batch/(${level})$`, 'u');
const mostReadings = 1_000;

/** Whether a device may publish there (CONTRACT §3): `up/{deviceId}/{metric}` and `up/batch/{gatewayId}`, nothing else. */
export function mayPublish(topic: string): boolean {
  return single.test(topic) || batch.test(topic);
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
  const isBatch = batch.test(topic);
  const [, deviceId = '', metric = ''] = isBatch ? [] : (single.exec(topic) ?? []);
  const value = parse(payload);
  if (value === undefined) return refuse('MQTT 内容不是有效的 UTF-8 JSON', deviceId || null);
  if (isBatch) {
    if (!Array.isArray(value) || value.length === 0 || value.length > mostReadings)
      return refuse(`网关批量须为 1 至 ${mostReadings} 条读数的 JSON 数组`, null);
    return { bytes, readings: value as Record<string, unknown>[] };
  }
  if (typeof value === 'number') return { bytes, readings: [{ deviceId, metric, value }] };
  if (value === null || typeof value !== 'object' || Array.isArray(value) || !('v' in value))
    return refuse('MQTT 读数须为数字或 {"v":…,"t":…,"seq":…}', deviceId);
  const { v, t, seq } = value as { v: unknown; t?: unknown; seq?: unknown };
  return {
    bytes,
    readings: [
      {
        deviceId,
        metric,
        value: v,
        ...(t === undefined ? {} : { observedAt: t }),
        ...(seq === undefined ? {} : { seq }),
      },
    ],
  };
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(decoder.decode(payload)) as unknown;
  } catch {
    return undefined;
  }
}
