import { z } from 'zod';
import type { StreamSource } from './source.ts';
import { Instant, Name } from './common.ts';

/** 读数: one number of one device; the value is checked against the metric's physical range by the door. */
export const SensorReading = z.object({
  deviceId: Name,
  metric: Name.max(60),
  value: z.number('读数须为有限的数'),
  observedAt: Instant,
  seq: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
});
export type SensorReading = z.infer<typeof SensorReading>;

/** 传感读数: identity device, metric, observedAt, seq. */
export const source: StreamSource = {
  id: 'sensor',
  title: '传感',
  list: 'readings',
  item: SensorReading,
  quietMinutes: 10,
};
