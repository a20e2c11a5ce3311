/** How one loop says that it moves. */
export type Pulse = {
  /** Runs one turn. Its good end is progress, and so is every `beat` inside: a batch done, a row handled. */
  turn: <T>(work: (beat: () => void) => Promise<T>) => Promise<T>;
  /** The loop has ended and is watched no more. */
  end: () => void;
};

export type LoopState = {
  loop: string;
  /** Seconds since the last progress. */
  ageSeconds: number;
  /** The running turn has not moved for so long that only a new start of the process helps. */
  stuck: boolean;
};

type Watched = { loop: string; movedAt: number; running: boolean; stillTicks: number; patienceTicks: number };

/** A loop without progress for this long is shown as standing still. */
export const stillAfterSeconds = 30;
const stuckAfterSeconds = 60;

const loops = new Set<Watched>();

/**
 * A loop of this process that is watched from now on. Idle loops turn every few seconds, so that age is a fault: a turn
 * that hangs, or turns that fail.
 */
export function watchLoop(loop: string, patienceTicks = stuckAfterSeconds): Pulse {
  const one: Watched = { loop, movedAt: performance.now(), running: false, stillTicks: 0, patienceTicks };
  loops.add(one);
  const beat = (): void => {
    one.movedAt = performance.now();
    one.stillTicks = 0;
  };
  return {
    turn: async (work) => {
      one.running = true;
      one.stillTicks = 0;
      try {
        const result = await work(beat);
        beat();
        return result;
      } finally {
        one.running = false;
      }
    },
    end: () => loops.delete(one),
  };
}

/**
 * Called once a second by the watchdog. It counts its own calls instead of reading a clock: a process that was frozen
 * for two minutes and wakes has done nothing wrong. Turns that fail are no case for it, a new start would fail as well.
 */
export function tickLoops(): void {
  for (const one of loops) one.stillTicks = one.running ? one.stillTicks + 1 : 0;
}

/** Every loop of this process, the one that moved longest ago first. */
export function loopStates(): LoopState[] {
  const now = performance.now();
  return [...loops]
    .map(({ loop, movedAt, stillTicks, patienceTicks }) => ({
      loop,
      ageSeconds: Math.round((now - movedAt) / 100) / 10,
      stuck: stillTicks >= patienceTicks,
    }))
    .sort((a, b) => b.ageSeconds - a.ageSeconds);
}
