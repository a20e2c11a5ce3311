import type { CameraSight } from '#contracts/camera-sight.ts';
import type { CameraPoint } from '#contracts/wall.ts';

/** A camera of which it is known what it sees. */
export type Sighted = CameraPoint & { sight: CameraSight };

export const sightedOf = (cameras: readonly CameraPoint[]): Sighted[] =>
  cameras.filter((camera): camera is Sighted => camera.sight !== null);
