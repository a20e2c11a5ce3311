import type { Db } from '#store/db.ts';
import { rawPhotos, settle } from '#store/photos.ts';
import { reencodeInChild } from './in-child.ts';

/** So few at a time that a round stays within a minute and 100 MB. */
const batch = 5;

/**
 * Looks into the photos that nobody has looked into: what is a picture becomes clean, what is not becomes bad with
 * the reason. Answers how many were done. Stopped half-way, the next round does the rest; two at once do no harm.
 */
export async function cleanPhotos(db: Db): Promise<number> {
  const photos = await rawPhotos(db, batch);
  for (const { id, bytes } of photos) {
    const made = await reencodeInChild(bytes);
    await settle(
      db,
      id,
      made.ok ? { state: 'clean', bytes: made.bytes, mime: 'image/jpeg' } : { state: 'bad', note: made.why },
    );
  }
  return photos.length;
}
