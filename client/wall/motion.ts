/** Movement means change: a ring pulses at most three times, an arc flies once. All times in ms of the page's clock. */

export const ringMs = 1_400;
export const ringTimes = 3;
export const flyMs = 1_600;
export const stayMs = 6_000;
const fadeMs = 1_000;

export type LngLat = [number, number];
export type Ring = { id: number; at: LngLat; severity: number; startedAt: number };
export type Arc = { id: number; from: LngLat; to: LngLat; startedAt: number };

/** Everything that moves now. */
export type Motion = { rings: Ring[]; arcs: Arc[] };

/** The ring's size (0 to 1) and strength (1 to 0); null when its pulses are over. */
export function ringAt(ring: Ring, now: number): { size: number; strength: number } | null {
  const age = now - ring.startedAt;
  if (age < 0 || age >= ringMs * ringTimes) return null;
  const phase = (age % ringMs) / ringMs;
  return { size: 1 - (1 - phase) ** 2, strength: 1 - phase };
}

const steps = 40;

/** The curve from an incident to where it was sent: a bow to the left of its way, `share` of it flown. */
export function arcPath({ from, to }: Pick<Arc, 'from' | 'to'>, share: number): LngLat[] {
  const [x1, y1] = from;
  const [x2, y2] = to;
  // A degree of latitude is longer than one of longitude here; the bow is bent in the plane of the screen.
  const squeeze = Math.cos((((y1 + y2) / 2) * Math.PI) / 180);
  const bendX = (x1 + x2) / 2 - ((y2 - y1) / squeeze) * 0.25;
  const bendY = (y1 + y2) / 2 + (x2 - x1) * squeeze * 0.25;
  const last = Math.max(1, Math.round(steps * Math.min(1, Math.max(0, share))));
  return Array.from({ length: last + 1 }, (_, i) => {
    const t = i / steps;
    const s = 1 - t;
    return [s * s * x1 + 2 * s * t * bendX + t * t * x2, s * s * y1 + 2 * s * t * bendY + t * t * y2];
  });
}

/** The arc as drawn now: how much of it is flown and how strong it is; null when it is over. */
export function arcAt(arc: Arc, now: number): { path: LngLat[]; strength: number } | null {
  const age = now - arc.startedAt;
  if (age < 0 || age >= flyMs + stayMs) return null;
  const share = 1 - (1 - Math.min(1, age / flyMs)) ** 3;
  const fading = (flyMs + stayMs - age) / fadeMs;
  return { path: arcPath(arc, share), strength: Math.min(1, fading) };
}

/** How long the picture stays as it is: 0 while something moves, null when nothing will. */
export function nextMotionIn(motion: Motion, now: number): number | null {
  let next: number | null = null;
  const sooner = (wait: number): void => {
    next = next === null ? wait : Math.min(next, wait);
  };
  for (const ring of motion.rings) if (ringAt(ring, now) !== null) sooner(0);
  for (const { startedAt } of motion.arcs) {
    const age = now - startedAt;
    const fadeAt = flyMs + stayMs - fadeMs;
    // A flown arc rests without frames until it fades; one picture after its end takes it away.
    if (age < flyMs) sooner(0);
    else if (age < fadeAt) sooner(fadeAt - age);
    else if (age < flyMs + stayMs) sooner(0);
  }
  return next;
}

/** What is still alive; the rest is forgotten. */
export function alive(motion: Motion, now: number): Motion {
  return {
    rings: motion.rings.filter((ring) => ringAt(ring, now) !== null),
    arcs: motion.arcs.filter((arc) => arcAt(arc, now) !== null),
  };
}
