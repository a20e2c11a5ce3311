import { z } from 'zod';
import type { StreamSource } from './source.ts';
import { Crs, Instant, Name } from './common.ts';

/** 位置: one position of a moving object; speed in knots or km/h, course in degrees from north. */
export const MoverPosition = z.object({
  id: Name,
  observedAt: Instant,
  lng: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
  crs: Crs.optional(),
  speedKn: z.number().min(0).max(200).optional(),
  speedKmh: z.number().min(0).max(500).optional(),
  courseDeg: z.number().min(0).max(360).optional(),
  lengthM: z.number().min(0).max(1000).optional(),
  airDraughtM: z.number().min(0).max(200).optional(),
  class: z.enum(['hazmat', 'coach', 'charter', 'heavy-truck', 'cargo', 'tanker']).optional(),
});
export type MoverPosition = z.infer<typeof MoverPosition>;

/** 船舶 AIS. */
export const source: StreamSource = {
  id: 'vessel',
  title: '船舶',
  list: 'positions',
  item: MoverPosition,
  quietMinutes: 15,
};
