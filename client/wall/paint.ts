import { silent } from '../shared/readings.ts';
import type { Sensors } from './sensors.ts';

/** How a scene draws one series: colour with alpha (0 to 255) and radius in pixels of a 1080 high screen; null hides it. */
export type Dot = { rgba: readonly [number, number, number, number]; radius: number } | null;
export type DotOf = (metric: string, value: number, over: boolean) => Dot;

/** The dots of a scene about these metrics: what is past its line stands out in white; other series are hidden. */
export function dotsOf(...metrics: readonly string[]): DotOf {
  const calm: Dot = { rgba: [140, 166, 192, 150], radius: 2.6 };
  const past: Dot = { rgba: [230, 237, 245, 255], radius: 5 };
  return (metric, _value, over) => (metrics.includes(metric) ? (over ? past : calm) : null);
}

/** A binary attribute of deck.gl. The same wrapper is never uploaded again; a new one around the same array is. */
export type Attribute<T> = { value: T; size: number; normalized?: boolean };

/** Colours and sizes of all series in one scene. */
export type Paint = {
  dotOf: DotOf;
  rgba: Uint8Array;
  radii: Float32Array;
  positions: Attribute<Float32Array>;
  colours: Attribute<Uint8Array>;
  sizes: Attribute<Float32Array>;
};

/** Paints every series once. */
export function makePaint(sensors: Sensors, dotOf: DotOf): Paint {
  const rgba = new Uint8Array(sensors.length * 4);
  const radii = new Float32Array(sensors.length);
  const paint: Paint = {
    dotOf,
    rgba,
    radii,
    positions: { value: sensors.offsets, size: 2 },
    colours: { value: rgba, size: 4, normalized: true },
    sizes: { value: radii, size: 1 },
  };
  repaint(paint, sensors, Array.from(sensors.series.keys()));
  return paint;
}

/**
 * Paints these series again in place, and wraps anew only the attribute that changed: one upload each.
 * (Mutating in place under the old wrapper freezes the picture.) Answers whether anything changed.
 */
export function repaint(paint: Paint, sensors: Sensors, numbers: readonly number[]): boolean {
  let coloured = false;
  let sized = false;
  for (const no of numbers) {
    const series = sensors.series[no];
    const state = sensors.states[no]!;
    const dot =
      series && state !== silent ? paint.dotOf(series.metric, sensors.values[no]!, state === 1) : null;
    const [r, g, b, a] = dot?.rgba ?? [0, 0, 0, 0];
    const radius = dot?.radius ?? 0;
    const at = no * 4;
    if (
      paint.rgba[at] !== r ||
      paint.rgba[at + 1] !== g ||
      paint.rgba[at + 2] !== b ||
      paint.rgba[at + 3] !== a
    ) {
      paint.rgba[at] = r;
      paint.rgba[at + 1] = g;
      paint.rgba[at + 2] = b;
      paint.rgba[at + 3] = a;
      coloured = true;
    }
    if (paint.radii[no] !== Math.fround(radius)) {
      paint.radii[no] = radius;
      sized = true;
    }
  }
  if (coloured) paint.colours = { ...paint.colours };
  if (sized) paint.sizes = { ...paint.sizes };
  return coloured || sized;
}
