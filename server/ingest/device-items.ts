import { z } from 'zod';
import { lat, lng } from '#contracts/place.ts';
import { Crs } from '#server/sources/common.ts';

const place = { lng, lat, crs: Crs.optional() };
const common = {
  name: z.string().trim().min(1).max(100),
  kind: z.string().trim().min(1).max(60),
  ...place,
  districtCode: z.string().max(12).optional(),
  departmentCode: z.string().max(60).optional(),
};
const id = z.string().trim().min(1).max(100);
const fact = z.union([z.string().max(200), z.number(), z.boolean()]);

/** A sensor as a registry sends it; `detail`: facts of its station (typicalLow, typicalHigh in the metric's unit, river …). */
export const SensorItem = z.object({
  deviceId: id,
  ...common,
  groupCode: z.string().max(60).default(''),
  metrics: z.array(z.string().min(1).max(60)).max(30).default([]),
  detail: z
    .record(z.string().max(40), fact)
    .refine((facts) => Object.keys(facts).length <= 30, '最多 30 项')
    .optional(),
});
export const CameraItem = z.object({
  cameraId: id,
  ...common,
  /** Its pictures show a private zone: they are dropped at the door, and the dropping is audited. */
  masked: z.boolean().optional(),
  installedOn: z.iso.date().optional(),
});
