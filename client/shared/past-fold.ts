import type { Frame, Snapshot } from '#contracts/live.ts';
import type { PastFrame, PastMoment } from '#contracts/past.ts';

/** Base64 as bytes of their own, as the wire of the live feed brings them. */
function bytesOf(text: string): ArrayBuffer {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
}

/** A kept picture as the live feed would have sent it: whole, in one page. */
export function snapshotOf({ readings, movers, ...picture }: PastMoment['picture']): Snapshot {
  return { ...picture, page: 0, pages: 1, readings: bytesOf(readings), movers: bytesOf(movers) };
}

/** A kept frame as the live feed sent it. */
export function frameOf(epoch: string, { readings, movers, ...frame }: PastFrame): Frame {
  return {
    epoch,
    ...frame,
    ...(readings === undefined ? {} : { readings: bytesOf(readings) }),
    ...(movers === undefined ? {} : { movers: bytesOf(movers) }),
  };
}
