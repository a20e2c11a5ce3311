import type { Topic } from '#store/signal.ts';
import { endRun, takeRun } from '#store/upkeep.ts';
import { startLoop } from '#workers/loop.ts';
import type { Job, Work } from '#workers/work.ts';

type Periodic = Extract<Job, { kind: 'periodic' }>;

/** How often a worker asks whether a job is due: so each loop shows its progress, however rare its work. */
const askEveryMs = 5_000;

/** Runs every periodic job by its own clock. */
export function startPeriodic(
  shared: Work,
  jobs: readonly Job[],
): { hurry: (topic: Topic) => void; close: () => Promise<void> } {
  const periodic = jobs.filter((job) => job.kind === 'periodic');
  const loops = periodic.map((job) => {
    const work = { ...shared, log: shared.log.child({ job: job.id }) };
    const everyMs = Math.min(askEveryMs, job.everySeconds * 1000);
    return { job, loop: startLoop(work.log, job.id, everyMs, turnOf(work, job)) };
  });
  return {
    hurry: (topic) => {
      for (const { job, loop } of loops) if (job.wokenBy === topic) loop.hurry();
    },
    close: async () => {
      await Promise.all(loops.map(({ loop }) => loop.close()));
    },
  };
}

/** One look whether the job is due, and its run. A job that is due at every look also runs whenever it is woken. */
function turnOf(work: Work, job: Periodic): (beat: () => void) => Promise<void> {
  if (job.alone) return (beat) => runAlone(work, job, beat);
  const periodMs = job.everySeconds * 1000;
  let ranAt = -Infinity;
  return async (beat) => {
    if (periodMs > askEveryMs && performance.now() - ranAt < periodMs) return;
    ranAt = performance.now();
    await job.run(work, beat);
  };
}

async function runAlone(work: Work, job: Periodic, beat: () => void): Promise<void> {
  if (!(await takeRun(work.pool, job.id, job.everySeconds))) return;
  try {
    await job.run(work, beat);
    await endRun(work.pool, job.id, null, job.everySeconds);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await endRun(work.pool, job.id, reason, job.everySeconds);
    throw error;
  }
}
