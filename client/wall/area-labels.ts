import { inside, overlaps } from './labels.ts';
import type { Box, Placed } from './labels.ts';

export type At = { x: number; y: number };
/** Something that wants a label within an area of the screen; `rings` are its outlines, holes among them. CSS pixels. */
export type WantedIn = {
  id: string;
  rings: readonly (readonly At[])[];
  home: At;
  width: number;
  height: number;
};

type Leader = readonly [from: At, to: At];
/** A placed label; `leader` leads from its edge to the area that it stands away from. */
export type PlacedIn = Placed & { leader: Leader | null };

type Span = readonly [from: number, to: number];
/** Of each area at most so many places are tried. */
const mostTries = 400;

/** Where the area lies at this height of the screen, from left to right. */
function spansAt(rings: WantedIn['rings'], y: number): Span[] {
  const crossings: number[] = [];
  for (const ring of rings)
    for (let i = 0; i < ring.length; i += 1) {
      const [a, b] = [ring[i]!, ring[(i + 1) % ring.length]!];
      if (a.y > y !== b.y > y) crossings.push(a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x));
    }
  crossings.sort((a, b) => a - b);
  return crossings.flatMap((from, i): Span[] => (i % 2 === 1 ? [] : [[from, crossings[i + 1] ?? from]]));
}

/** What lies in both. */
const shared = (a: readonly Span[], b: readonly Span[]): Span[] =>
  a.flatMap(([from, to]) =>
    b.flatMap((other): Span[] => {
      const span: Span = [Math.max(from, other[0]), Math.min(to, other[1])];
      return span[0] < span[1] ? [span] : [];
    }),
  );

function boundsOf(rings: WantedIn['rings']): Box {
  const points = rings.flat();
  // Not spread into Math.min: an outline may have more corners than a call takes.
  const least = (of: (at: At) => number): number =>
    points.reduce((least, at) => Math.min(least, of(at)), Infinity);
  const [x, y] = [least((at) => at.x), least((at) => at.y)];
  return { x, y, width: -least((at) => -at.x) - x, height: -least((at) => -at.y) - y };
}

/** Boxes inside the area, or at least with their middle in it; the nearest to its home first. */
function within({ rings, home, width, height }: WantedIn, view: Box, whole: boolean): Box[] {
  const bounds = boundsOf(rings);
  const [above, below] = whole ? [0, height] : [height / 2, height / 2];
  const first = Math.max(view.y, bounds.y - above);
  const last = Math.min(view.y + view.height - height, bounds.y + bounds.height - below);
  const aside = whole ? 0 : width / 2;
  const boxes: Box[] = [];
  for (let y = first; y <= last; y += Math.max(4, height / 2)) {
    const spans = (whole ? [y, y + height / 2, y + height] : [y + height / 2]).map((at) =>
      spansAt(rings, at),
    );
    for (const span of spans.reduce(shared)) {
      const from = Math.max(view.x, span[0] - aside);
      const to = Math.min(view.x + view.width, span[1] + aside) - width;
      if (to < from) continue;
      boxes.push({ x: Math.min(Math.max(home.x - width / 2, from), to), y, width, height });
      for (let x = from; x <= to; x += width / 4) boxes.push({ x, y, width, height });
    }
  }
  const far = ({ x, y }: Box): number => Math.hypot(x + width / 2 - home.x, y + height / 2 - home.y);
  return boxes.sort((a, b) => far(a) - far(b)).slice(0, mostTries);
}

/** Boxes that touch the box around the area, on its four sides; those before the middle of a side first. */
function beside({ rings, width, height }: WantedIn, gap: number): Box[] {
  const bounds = boundsOf(rings);
  const [right, foot] = [bounds.x + bounds.width + gap, bounds.y + bounds.height + gap];
  return [0, -0.25, 0.25, -0.5, 0.5].flatMap((shift) => {
    const x = bounds.x + bounds.width / 2 - width / 2 + shift * (bounds.width + width);
    const y = bounds.y + bounds.height / 2 - height / 2 + shift * (bounds.height + height);
    return [
      { x: right, y, width, height },
      { x: bounds.x - gap - width, y, width, height },
      { x, y: foot, width, height },
      { x, y: bounds.y - gap - height, width, height },
    ];
  });
}

/** Round about a home, so many directions are tried; so far from it at most, as a part of the view's height. */
const directions = 24;
const farthest = 0.35;
/** A leader is looked at each so many pixels. */
const leaderStep = 5;

/** Boxes around the area's home, the nearest first. */
function around({ home, width, height }: WantedIn, view: Box): Box[] {
  const boxes: Box[] = [];
  for (let far = height; far <= view.height * farthest; far += height / 2)
    for (let i = 0; i < directions; i += 1) {
      const turn = (i / directions) * 2 * Math.PI;
      // By its nearest edge as far off as any: a label is wider than high.
      const [x, y] = [Math.cos(turn) * (far + width / 2), Math.sin(turn) * (far + height / 2)];
      boxes.push({ x: home.x + x - width / 2, y: home.y + y - height / 2, width, height });
    }
  return boxes;
}

/** From the point of the box that is nearest to its area's home, to the home. */
function leaderOf({ x, y, width, height }: Box, home: At): Leader {
  const near = (at: number, from: number, size: number): number => Math.min(Math.max(at, from), from + size);
  return [{ x: near(home.x, x, width), y: near(home.y, y, height) }, home];
}

/** Whether a leader passes through a box in which it does not end. */
function crosses([from, to]: Leader, box: Box): boolean {
  const holds = (share: number): boolean => {
    const [x, y] = [from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share];
    return inside({ x, y, width: 0, height: 0 }, box);
  };
  const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / leaderStep);
  return !holds(1) && Array.from({ length: steps }, (_, i) => i / steps).some(holds);
}

/** A box away from the area: one whose leader crosses nothing, else the nearest free one. */
function away(one: WantedIn, view: Box, taken: readonly Box[], free: (box: Box) => boolean): Box | undefined {
  if (!inside({ ...one.home, width: 0, height: 0 }, view)) return undefined;
  const boxes = around(one, view).filter(free);
  return boxes.find((box) => !taken.some((other) => crosses(leaderOf(box, one.home), other))) ?? boxes[0];
}

/**
 * Places each label inside its area; where no place is free there, with its middle in it, else beside it, else away from
 * it with a leader: inside `view`, over nothing that is taken and over no other label. What finds no place is left out. In
 * order of importance.
 */
export function placeInAreas(
  wanted: readonly WantedIn[],
  view: Box,
  obstacles: readonly Box[],
  gap = 6,
): PlacedIn[] {
  const taken = [...obstacles];
  const placed: PlacedIn[] = [];
  for (const one of wanted) {
    const free = (box: Box): boolean => inside(box, view) && !taken.some((other) => overlaps(box, other));
    const beneath =
      within(one, view, true).find(free) ??
      within(one, view, false).find(free) ??
      beside(one, gap).find(free);
    const box = beneath ?? away(one, view, taken, free);
    if (!box) continue;
    placed.push({ id: one.id, box, align: 'left', leader: beneath ? null : leaderOf(box, one.home) });
    taken.push(box);
  }
  return placed;
}
