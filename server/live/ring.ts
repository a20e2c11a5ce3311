import type { StoredFrame } from '#store/frames.ts';

/** The newest frames of one epoch, gap-free; what a reconnecting client has missed is read from here. */
export type Ring = {
  epoch: () => string;
  /** Number of the newest frame; 0 before the first. */
  head: () => number;
  /** Takes frames in order. Returns false, and forgets everything, when epoch or number do not follow. */
  push: (frame: StoredFrame) => boolean;
  /** The frames after `no` up to the head; null when some of them are no longer here. */
  after: (no: number) => StoredFrame[] | null;
  /** Starts over: the next frame must be `head` + 1 of this epoch. */
  restart: (epoch: string, head: number) => void;
};

const rowBytes = 700;
const weigh = (frame: StoredFrame): number =>
  200 + frame.rows.length * rowBytes + (frame.readings?.byteLength ?? 0) + (frame.movers?.byteLength ?? 0);

/** A ring that keeps at most `maxFrames` frames and about `maxBytes`, always the newest ones. */
export function makeRing(maxFrames = 10_000, maxBytes = 96 * 1024 * 1024): Ring {
  let epoch = '';
  let head = 0;
  let frames: StoredFrame[] = [];
  let dropped = 0;
  let bytes = 0;

  const restart = (newEpoch: string, newHead: number): void => {
    epoch = newEpoch;
    head = newHead;
    frames = [];
    dropped = 0;
    bytes = 0;
  };
  const trim = (): void => {
    while (frames.length - dropped > 1 && (frames.length - dropped > maxFrames || bytes > maxBytes)) {
      bytes -= weigh(frames[dropped]!);
      dropped += 1;
    }
    // Shifting one by one would copy the array each time; cutting it now and then is cheap.
    if (dropped > 1_000) {
      frames = frames.slice(dropped);
      dropped = 0;
    }
  };
  return {
    epoch: () => epoch,
    head: () => head,
    restart,
    push: (frame) => {
      if (frame.epoch !== epoch || frame.no !== head + 1) {
        restart(frame.epoch, frame.no);
        return false;
      }
      head = frame.no;
      frames.push(frame);
      bytes += weigh(frame);
      trim();
      return true;
    },
    after: (no) => {
      if (no > head) return null;
      const missed = head - no;
      return missed > frames.length - dropped ? null : frames.slice(frames.length - missed);
    },
  };
}
