import type { Topic } from '#store/signal.ts';
import { endRun, takeRun } from '#store/upkeep.ts';
import { startLoop } from '#workers/loop.ts';
import type { Job, Work } from '#workers/work.ts';

type Periodic = Extract<Job, { kind: 'periodic' }>;

/** How often a worker asks whether it is its turn with a job that one of all does. */
const askEveryMs = 5_000;

/** Runs every periodic job by its own clock. */
export function startPeriodic(
  work: Work,
  jobs: readonly Job[],
): { hurry: (topic: Topic) => void; close: () => Promise<void> } {
  const periodic = jobs.filter((job) => job.kind === 'periodic');
  const loops = periodic.map((job) => {
    const everyMs = job.alone ? Math.min(askEveryMs, job.everySeconds * 1000) : job.everySeconds * 1000;
    return { job, loop: startLoop(work.log, job.id, everyMs, (beat) => runOnce(work, job, beat)) };
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

async function runOnce(work: Work, job: Periodic, beat: () => void): Promise<void> {
  if (!job.alone) return job.run(work, beat);
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
