import type { Frame, Snapshot } from '#contracts/live.ts';
import type { PastFrame, PastMoment } from '#contracts/past.ts';

/** Base64 as bytes of their own, as the wire of the live feed brings them. */
function blockOf(text: string): ArrayBuffer {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
}

/** A kept picture as the live feed would have sent it: whole, in one page. */
export function snapshotOf({ readings, movers, ...picture }: PastMoment['picture']): Snapshot {
  return { ...picture, page: 0, pages: 1, readings: blockOf(readings), movers: blockOf(movers) };
}

/** A kept frame as the live feed sent it. */
export function frameOf(epoch: string, { readings, movers, ...frame }: PastFrame): Frame {
  return {
    epoch,
    ...frame,
    ...(readings === undefined ? {} : { readings: blockOf(readings) }),
    ...(movers === undefined ? {} : { movers: blockOf(movers) }),
  };
}
