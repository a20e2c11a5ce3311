import type { Logger } from '#server/log.ts';
import { watchLoop } from '#server/progress.ts';

export type Loop = {
  /** Ends the pause early; a hint that comes during a turn makes another one follow at once. */
  hurry: () => void;
  /** Resolves when the running turn has ended. */
  close: () => Promise<void>;
};

/** So short that a deadline that passed while the database was away is still noticed within its five seconds. */
const longestPauseMs = 2_000;

/** Repeats `turn`, never two at a time. A failure is logged and the pauses grow until a turn succeeds again. */
export function startLoop(
  log: Logger,
  name: string,
  everyMs: number,
  turn: (beat: () => void) => Promise<void>,
): Loop {
  const pulse = watchLoop(name);
  let closed = false;
  let hurried = false;
  let failures = 0;
  let wake = (): void => undefined;

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    while (!closed) {
      hurried = false;
      try {
        await pulse.turn(turn);
        failures = 0;
      } catch (error) {
        failures += 1;
        // The first of a row is told in full; an outage would otherwise fill the disk.
        if (failures === 1 || failures % 60 === 0)
          log.warn({ err: error, loop: name, failures }, 'a turn failed');
      }
      const backoffMs = failures === 0 ? 0 : Math.min(longestPauseMs, everyMs * 2 ** failures);
      if (!closed && !(hurried && failures === 0)) await pause(Math.max(everyMs, backoffMs));
    }
  };
  const running = run();
  return {
    hurry: () => {
      hurried = true;
      if (failures === 0) wake();
    },
    close: async () => {
      closed = true;
      wake();
      await running;
      pulse.end();
    },
  };
}
