import { z } from 'zod';
import { fovDeg, headingDeg, rangeM } from '#contracts/camera-sight.ts';
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
/** A camera as a registry sends it; its sight (degrees clockwise from north, degrees, metres) is told whole or not at all. */
export const CameraItem = z
  .object({
    cameraId: id,
    ...common,
    /** Its pictures show a private zone: they are dropped at the door, and the dropping is audited. */
    masked: z.boolean().optional(),
    installedOn: z.iso.date().optional(),
    headingDeg: headingDeg.optional(),
    fovDeg: fovDeg.optional(),
    rangeM: rangeM.optional(),
  })
  .superRefine(({ headingDeg, fovDeg, rangeM }, context) => {
    const sight = Object.entries({ headingDeg, fovDeg, rangeM });
    const missing = sight.filter(([, value]) => value === undefined);
    if (missing.length === sight.length) return;
    for (const [name] of missing)
      context.addIssue({
        code: 'custom',
        path: [name],
        message: '朝向、视场角、可视距离须一并填写，或都不填',
      });
  });
