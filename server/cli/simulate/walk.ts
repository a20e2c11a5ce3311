export type Point = readonly [number, number];

const kmPerDegree = 111.195;

const gap = (a: Point, b: Point): number =>
  Math.hypot((b[0] - a[0]) * kmPerDegree * Math.cos((a[1] * Math.PI) / 180), (b[1] - a[1]) * kmPerDegree);

export const lengthKm = (line: readonly Point[]): number =>
  line.slice(1).reduce((sum, point, i) => sum + gap(line[i]!, point), 0);

/** The point so many kilometres down a line, and the course there. */
function along(line: readonly Point[], km: number): { lng: number; lat: number; courseDeg: number } {
  let left = km;
  for (let i = 1; i < line.length; i += 1) {
    const [from, to] = [line[i - 1]!, line[i]!];
    const length = gap(from, to);
    if (left <= length || i === line.length - 1) {
      const share = Math.min(1, left / length);
      const courseDeg = (Math.atan2((to[0] - from[0]) * Math.cos((from[1] * Math.PI) / 180), to[1] - from[1]) * 180) / Math.PI; // prettier-ignore
      return {
        lng: from[0] + (to[0] - from[0]) * share,
        lat: from[1] + (to[1] - from[1]) * share,
        courseDeg: (courseDeg + 360) % 360,
      };
    }
    left -= length;
  }
  return { lng: line[0]![0], lat: line[0]![1], courseDeg: 0 };
}

/** Where one is on a line, and which way it looks, who has gone `km` on it there and back again, over and over. */
export function walkAt(
  line: readonly Point[],
  totalKm: number,
  km: number,
): { lng: number; lat: number; courseDeg: number } {
  // A walk of twice the length, folded.
  const walked = km % (2 * totalKm);
  const down = walked < totalKm;
  const at = along(line, down ? walked : 2 * totalKm - walked);
  return { ...at, courseDeg: down ? at.courseDeg : (at.courseDeg + 180) % 360 };
}

/** From a place to the nearest that it has not been at, and on, `stops` times. */
export function chainOf(places: readonly Point[], first: number, stops: number): Point[] {
  const left = [...places];
  const chain = left.splice(first, 1);
  while (chain.length < stops && left.length > 0) {
    const here = chain.at(-1)!;
    const near = left.reduce((best, one, i) => (gap(here, one) < gap(here, left[best]!) ? i : best), 0);
    chain.push(...left.splice(near, 1));
  }
  return chain;
}
