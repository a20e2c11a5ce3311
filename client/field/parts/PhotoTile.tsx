import { useState } from 'react';
import type { Shot, Step } from '../work/box.ts';
import type { PhotoPlan } from '../work/photos.ts';
import type { Picture } from '../work/pictures.ts';
import { Album, PictureView, usePictureUrl } from './Album.tsx';
import { Icon } from './Icon.tsx';
import { Sheet } from './Sheet.tsx';
import { useCamera } from './useCamera.tsx';

export type TileParts = {
  name: string;
  /** What to aim at, while there is no photo yet. */
  hint: string;
  pictures: readonly Picture[];
  steps: readonly Step[];
  plan: PhotoPlan;
  /** Shown faintly, to take the next photo from the same angle. */
  ghost?: Picture | null;
  full: boolean;
  /** Removes a photo of a draft, which has no upload yet. */
  onDrop?: (shot: Shot) => void;
};

/** A tile of photos of one stage: the newest fills it; empty it asks for one. */
export function PhotoTile({ name, hint, pictures, steps, plan, ghost = null, full, onDrop }: TileParts) {
  const [open, setOpen] = useState(false);
  const ghostUrl = usePictureUrl(ghost);
  const { capture, failure, camera } = useCamera(plan, ghostUrl);
  const newest = pictures.at(-1) ?? null;
  const waiting = pictures.some(({ id }) => steps.some((step) => step.id === id));
  const again = (): void => {
    setOpen(false);
    capture();
  };
  return (
    <figure className="photo">
      <button
        type="button"
        className={newest ? 'photo-tile' : 'photo-tile photo-empty'}
        onClick={newest ? () => setOpen(true) : capture}
      >
        {newest ? <PictureView picture={newest} /> : <Ask name={name} ghostUrl={ghostUrl} />}
      </button>
      <figcaption>
        {newest ? `${name} ${pictures.length} 张` : hint}
        {waiting && <span className="photo-wait">待上传</span>}
      </figcaption>
      {failure && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
      {camera}
      {open && (
        <Sheet title={`${name}照片 ${pictures.length} 张`} onClose={() => setOpen(false)}>
          <Album pictures={pictures} steps={steps} {...(onDrop ? { onDrop } : {})} />
          {full ? (
            <p className="note">每次最多 9 张照片。</p>
          ) : (
            <button type="button" className="second" onClick={again}>
              <Icon name="camera" /> 再拍一张
            </button>
          )}
        </Sheet>
      )}
    </figure>
  );
}

function Ask({ name, ghostUrl }: { name: string; ghostUrl: string | null }) {
  return (
    <>
      {ghostUrl && <img src={ghostUrl} alt="" className="ghost" />}
      <span className="photo-ask">
        <Icon name="camera" size={44} />拍{name}
      </span>
    </>
  );
}
