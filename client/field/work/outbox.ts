import type { Box, Shot, Step } from './box.ts';
import { keepStep, settleStep, stepsOf } from './box.ts';
import type { Sent } from './send.ts';

export type OutboxParts = {
  box: Box;
  owner: string;
  send: (step: Step, shot: Shot | null) => Promise<Sent>;
  /** Epoch milliseconds of the phone. */
  now: () => number;
  /** Called when a step has taken effect, before it leaves the box: what is shown moves on with it. */
  settled: (step: Step, version: number | null) => Promise<void>;
  /** Called after every change of the box. */
  changed: () => void;
};

/** Why a round ended. `wakeAt`: when something may be tried again; null when nothing waits for time. */
export type Round = { line: 'up' | 'down' | 'signed-out'; sent: number; wakeAt: number | null };

/** 2 s, 4 s, 8 s ... 60 s. */
export function pauseMs(tries: number): number {
  return Math.min(60_000, 1000 * 2 ** Math.min(tries, 6));
}

/**
 * Sends what waits, oldest first. A chain stops at its first step that cannot go, so that nothing overtakes;
 * other chains go on. Stops altogether when the line is down or the session has ended.
 */
export async function sendRound(parts: OutboxParts): Promise<Round> {
  const { box, owner, send, now } = parts;
  const stopped = new Set<string>();
  let sent = 0;
  let wakeAt: number | null = null;
  const wake = (at: number): void => void (wakeAt = wakeAt === null ? at : Math.min(wakeAt, at));
  for (;;) {
    // Read anew each time: settling a step moves the versions of those after it.
    const step = (await stepsOf(box, owner)).find(({ chain }) => !stopped.has(chain));
    if (!step) return { line: 'up', sent, wakeAt };
    if (step.state !== 'waiting' || step.notBefore > now()) {
      stopped.add(step.chain);
      if (step.state === 'waiting') wake(step.notBefore);
      continue;
    }
    const shot = step.kind === 'photo' ? ((await box.get('shots', step.id)) ?? null) : null;
    const result = await send(step, shot);
    if (result.outcome === 'line') return { line: 'down', sent, wakeAt };
    if (result.outcome === 'signed-out') return { line: 'signed-out', sent, wakeAt };
    if (result.outcome === 'done') {
      await parts.settled(step, result.version);
      await settleStep(box, step, result.version);
      sent += 1;
    } else {
      stopped.add(step.chain);
      const next = afterFailure(step, result, now());
      await keepStep(box, next);
      if (next.state === 'waiting') wake(next.notBefore);
    }
    parts.changed();
  }
}

function afterFailure(
  step: Step,
  { outcome, message }: Extract<Sent, { message: string }>,
  nowMs: number,
): Step {
  const tries = step.tries + 1;
  if (outcome === 'later') return { ...step, tries, message, notBefore: nowMs + pauseMs(tries) };
  return { ...step, tries, message, state: outcome };
}
