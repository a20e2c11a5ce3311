import { z } from 'zod';

/** Degrees, WGS 84, in every body that names a point: a number that is no place on earth ends at the door. */
export const lng = z.number().min(-180).max(180);
export const lat = z.number().min(-90).max(90);
/** How far off a place may be, in metres. */
export const accuracyM = z.number().min(0).max(1_000_000);
