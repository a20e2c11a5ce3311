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

/** The same, apart for every key: walls of one scope share an answer, those of another have their own. */
export function sharedBy<Of, Answer>(
  forMs: number,
  keyOf: (of: Of) => string,
  make: (of: Of) => Promise<Answer>,
): (of: Of) => Promise<Answer> {
  const each = new Map<string, (of: Of) => Promise<Answer>>();
  return (of) => {
    const key = keyOf(of);
    const one = each.get(key) ?? shared(forMs, make);
    each.set(key, one);
    return one(of);
  };
}
