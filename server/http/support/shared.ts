/**
 * One answer for all who ask while it is being made, and for `forMs` after it: what anybody may ask without signing in
 * costs the same for one and for a thousand.
 */
export function shared<Of, Answer>(
  forMs: number,
  make: (of: Of) => Promise<Answer>,
): (of: Of) => Promise<Answer> {
  let kept: { answer: Promise<Answer>; readyAt: number } | null = null;
  return (of) => {
    if (kept !== null && performance.now() - kept.readyAt <= forMs) return kept.answer;
    const fresh = { answer: make(of), readyAt: Infinity };
    kept = fresh;
    const ready = (): void => void (fresh.readyAt = performance.now());
    fresh.answer.then(ready, () => void (kept = null));
    return fresh.answer;
  };
}
