/** The one animation loop of the page. `kick` asks for a picture; it rests by itself when nothing moves; `stop` ends it. */
export type Loop = { kick: () => void; stop: () => void };

const frameMs = 1000 / 30;

/**
 * Calls `draw(now)` after a kick, then again after as many ms as it answers (0: at the next frame, at most 30
 * a second; null: not before the next kick).
 */
export function makeLoop(draw: (now: number) => number | null): Loop {
  let frame: number | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let drawnAt = -Infinity;
  let stopped = false;
  const request = (): void => {
    if (!stopped) frame ??= requestAnimationFrame(step);
  };
  const quiet = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  function step(now: number): void {
    frame = null;
    // A quarter of slack: a screen of 60 Hz must not fall to 20 for a rounding.
    if (now - drawnAt < frameMs * 0.75) return request();
    drawnAt = now;
    quiet();
    const wait = draw(now);
    if (wait === 0) request();
    else if (wait !== null) timer = setTimeout(request, wait);
  }
  return {
    kick: request,
    stop: () => {
      stopped = true;
      if (frame !== null) cancelAnimationFrame(frame);
      frame = null;
      quiet();
    },
  };
}
