import { z } from 'zod';
import { CameraSight } from './camera-sight.ts';

const instant = z.iso.datetime({ offset: true });

/** One registered device as the administration lists it. `lastAt` of a camera looks back seven days. */
export const DeviceRow = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  lng: z.number(),
  lat: z.number(),
  districtCode: z.string().nullable(),
  departmentCode: z.string().nullable(),
  metrics: z.array(z.string()),
  /** 视域 of a camera; null: not told, or no camera. */
  sight: CameraSight.nullable(),
  updatedAt: instant,
  lastAt: instant.nullable(),
});
export type DeviceRow = z.infer<typeof DeviceRow>;

/** GET /api/registry/{sensors|cameras}: the first of `total` that fit the search. */
export const DeviceList = z.object({ total: z.number().int(), items: z.array(DeviceRow) });
export type DeviceList = z.infer<typeof DeviceList>;
