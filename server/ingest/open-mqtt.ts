import type { Logger } from '#server/log.ts';
import { startMqtt } from './mqtt.ts';
import { followMqtt, followerName } from './mqtt-client.ts';
import type { MessageParts } from './take-messages.ts';

/** `url`: the city's own broker; without one the server runs its own, from `mqttPort` on. `port` is that of the pages. */
export type MqttSettings = {
  url: string | undefined;
  mqttPort: number;
  host: string;
  port: number;
  token: string;
};

/** The way in for MQTT. */
export async function openMqtt(
  parts: MessageParts & { log: Logger },
  { url, mqttPort, host, port, token }: MqttSettings,
): Promise<{ url: string; close: () => Promise<void> }> {
  return url
    ? followMqtt(parts, { url, name: followerName(port) })
    : startMqtt(parts, { host, port: mqttPort, token });
}
