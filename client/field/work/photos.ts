import type { Session } from '#contracts/people.ts';
import { cityNow } from '../../shared/now.ts';
import { makeShot, photoStep } from './acts.ts';
import { addShot } from './box.ts';
import type { Shot, Stage } from './box.ts';
import { kick, reload, theBox } from './field.ts';
import { makePicture } from './picture.ts';
import type { Place } from './place.ts';
import { watermark } from './watermark.ts';

/** At most this many photos go with one report. */
export const mostPhotos = 9;

export type PhotoPlan = {
  session: Session;
  chain: string;
  /** Null while it belongs to a draft: it is uploaded when the draft is handed in. */
  taskId: number | null;
  stage: Stage;
  /** What is in the picture, for the watermark and the list of unsent work. */
  title: string | null;
  place: Place;
};

/** Draws the watermark, keeps the photo on the phone, and hands it to the upload. The words say why it failed. */
export async function takePhoto(source: Blob | HTMLVideoElement, plan: PhotoPlan): Promise<string | null> {
  const { session, chain, taskId, stage, title, place } = plan;
  let blob: Blob;
  try {
    blob = await makePicture(source, watermark(session, { at: cityNow(), place, title }));
  } catch {
    return '这张照片打不开。请把手机相机的格式设为 JPEG，或换一张。';
  }
  const shot: Shot = makeShot(session.actor, { blob, chain, taskId, stage, place });
  try {
    await addShot(theBox(), shot, taskId === null ? null : photoStep(session.actor, shot, title ?? ''));
  } catch {
    return '手机存储已满，照片没有存下。请清理空间后重拍。';
  }
  await reload();
  if (taskId !== null) kick();
  return null;
}
