import { useRef, useState } from 'react';
import type { ChangeEvent, ReactNode } from 'react';
import { takePhoto } from '../work/photos.ts';
import type { PhotoPlan } from '../work/photos.ts';
import { Viewfinder } from './Viewfinder.tsx';

/**
 * Taking a photo: the phone's own camera, or, when there is a picture to aim by, ours with that picture over it.
 * Render `camera`; call `capture` from a press.
 */
export function useCamera(
  plan: PhotoPlan,
  ghostUrl: string | null,
): { capture: () => void; failure: string | null; camera: ReactNode } {
  const file = useRef<HTMLInputElement>(null);
  const [aiming, setAiming] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const take = async (source: Blob | HTMLVideoElement): Promise<void> =>
    setFailure(await takePhoto(source, plan));
  const pick = (event: ChangeEvent<HTMLInputElement>): void => {
    const chosen = event.target.files?.[0];
    event.target.value = '';
    if (chosen) void take(chosen);
  };
  const ownCamera = (): void => {
    setAiming(false);
    file.current?.click();
  };
  // Browsers offer the camera to pages in secure contexts only.
  const canAim = ghostUrl !== null && navigator.mediaDevices !== undefined;
  const camera = (
    <>
      <input ref={file} type="file" accept="image/*" capture="environment" hidden onChange={pick} />
      {aiming && ghostUrl && (
        <Viewfinder
          ghost={ghostUrl}
          onShoot={take}
          onSystemCamera={ownCamera}
          onClose={() => setAiming(false)}
        />
      )}
    </>
  );
  return { capture: canAim ? () => setAiming(true) : ownCamera, failure, camera };
}
