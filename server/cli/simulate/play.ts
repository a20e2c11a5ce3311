import type { DemoStep } from '#contracts/demo.ts';
import type { DayClock } from './clock.ts';
import { move } from './moves.ts';
import { send } from './send.ts';
import type { Played, Stage } from './stage.ts';

/** How a step went; `trouble` null: as the script says. */
export type Outcome = { matter: string; at: number; step: string; trouble: string | null };

/** Carries one step out; what the city refuses is noted, and the day goes on. */
export async function playStep(stage: Stage, matter: Played, step: DemoStep): Promise<Outcome> {
  const outcome = { matter: matter.id, at: step.at, step: 'ref' in step ? `${step.do} ${step.ref}` : `${step.do} ${step.of}` }; // prettier-ignore
  try {
    if ('ref' in step) await send(stage, matter, step);
    else await move(stage, matter, step);
    return { ...outcome, trouble: null };
  } catch (error) {
    return { ...outcome, trouble: error instanceof Error ? error.message : String(error) };
  }
}

/** Plays one matter in its time, step after step; a step never overtakes the one before it. */
export async function playMatter(
  stage: Stage & { clock: DayClock },
  matter: Played,
  heard: (outcome: Outcome) => void,
): Promise<void> {
  for (const step of matter.steps.toSorted((a, b) => a.at - b.at)) {
    await stage.clock.until(step.at);
    heard(await playStep(stage, matter, step));
  }
}
