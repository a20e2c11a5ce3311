/** A box on the screen in CSS pixels. */
export type Box = { x: number; y: number; width: number; height: number };

/** The name of an area: it stands at its place or, where a symbol covers it, as near as it can. */
export type Name = { id: string; x: number; y: number; width: number; height: number };

/** Where a name may stand, in its own widths and heights from where it belongs. */
type Steps = readonly (readonly [across: number, down: number])[];
const atHome: Steps = [[0, 0]];
const aside: Steps = [
  ...[1, -1].map((down) => [0, down] as const),
  ...[-1, 0, 1].flatMap((down) => [-0.5, 0.5].map((across) => [across, down] as const)),
  ...[2, -2].map((down) => [0, down] as const),
];

/**
 * Places names over no symbol and no other name, at most two lines from where they belong; the others are left out. Who
 * has to give way takes nobody's own place: its neighbour's name would stand in a third area.
 */
export function placeNames(
  names: readonly Name[],
  area: Box,
  symbols: readonly Box[],
): { id: string; box: Box }[] {
  const taken = [...symbols];
  const placed = new Map<string, Box>();
  for (const steps of [atHome, aside])
    for (const { id, x, y, width, height } of names.filter((name) => !placed.has(name.id))) {
      const box = steps
        .map(([across, down]) => ({
          x: x - width / 2 + across * width,
          y: y - height / 2 + down * height,
          width,
          height,
        }))
        .find((one) => inside(one, area) && !taken.some((other) => overlaps(one, other)));
      if (!box) continue;
      taken.push(box);
      placed.set(id, box);
    }
  return names.flatMap(({ id }) => {
    const box = placed.get(id);
    return box ? [{ id, box }] : [];
  });
}

/**
 * Something that wants a label beside its symbol: centre, symbol radius, size of the label. In order of importance. `tries`:
 * how many times as far, too, where there is no room; once unless said.
 */
export type Wanted = {
  id: string;
  x: number;
  y: number;
  radius: number;
  width: number;
  height: number;
  tries?: number;
};
export type Placed = { id: string; box: Box; align: 'left' | 'right' | 'centre' };

/** Whether two boxes share more than an edge. */
export function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

export const inside = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/** The square that a symbol covers. */
export function symbolBox({ x, y, radius }: { x: number; y: number; radius: number }): Box {
  return { x: x - radius, y: y - radius, width: radius * 2, height: radius * 2 };
}

function candidates(one: Wanted, gap: number, area: Box): Placed[] {
  const { radius, tries = 1 } = one;
  const steps = Array.from({ length: tries }, (_, step) => radius * (1 + step / 2));
  return steps.flatMap((far) => candidatesAt({ ...one, radius: far }, gap, area));
}

function candidatesAt({ id, x, y, radius, width, height }: Wanted, gap: number, area: Box): Placed[] {
  const middle = y - height / 2;
  const right = x + radius + gap;
  const left = x - radius - gap - width;
  const above = y - radius - gap - height;
  const below = y + radius + gap;
  // Above and below, a label near the edge is moved in as far as it must.
  const centred = Math.min(Math.max(x - width / 2, area.x), area.x + area.width - width);
  const at = (bx: number, by: number, align: Placed['align']): Placed => ({
    id,
    align,
    box: { x: bx, y: by, width, height },
  });
  return [
    at(right, middle, 'left'),
    at(left, middle, 'right'),
    at(centred, below, 'centre'),
    at(centred, above, 'centre'),
    at(right, below - radius, 'left'),
    at(right, above + radius, 'left'),
    at(left, below - radius, 'right'),
    at(left, above + radius, 'right'),
  ];
}

/**
 * Places labels greedily in order of importance: beside their symbols, inside `area`, over no symbol, no
 * obstacle and no other label. What finds no place is left out: a missing label is better than a muddle.
 */
export function placeLabels(
  wanted: readonly Wanted[],
  area: Box,
  obstacles: readonly Box[],
  gap = 6,
): Placed[] {
  const taken: Box[] = [...obstacles, ...wanted.map(symbolBox)];
  const placed: Placed[] = [];
  for (const one of wanted) {
    const free = candidates(one, gap, area).find(
      ({ box }) => inside(box, area) && !taken.some((other) => overlaps(box, other)),
    );
    if (!free) continue;
    placed.push(free);
    taken.push(free.box);
  }
  return placed;
}

/**
 * Which symbols stand in full: in order of importance, each that covers no earlier full one, at most `most`.
 * The others are drawn as small shapes below. Answers the indices.
 */
export function fullSymbols(
  points: readonly { x: number; y: number; radius: number }[],
  most: number,
): Set<number> {
  const full = new Set<number>();
  const boxes: Box[] = [];
  for (const [index, point] of points.entries()) {
    if (full.size >= most) break;
    const box = symbolBox(point);
    if (boxes.some((other) => overlaps(box, other))) continue;
    boxes.push(box);
    full.add(index);
  }
  return full;
}
