import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeInAreas } from '../../client/wall/area-labels.ts';
import { overlaps } from '../../client/wall/labels.ts';
import type { Box } from '../../client/wall/labels.ts';

const view: Box = { x: 0, y: 0, width: 1000, height: 600 };
const number = (min: number, max: number) => fc.integer({ min, max });
const box = fc.record({
  x: number(0, 1000),
  y: number(0, 600),
  width: number(1, 300),
  height: number(1, 300),
});
/** An area of six corners around its home, like a district: never twice around, maybe half outside the screen. */
const area = fc
  .record({
    x: number(0, 1000),
    y: number(0, 600),
    far: fc.array(number(5, 400), { minLength: 6, maxLength: 6 }),
  }) // prettier-ignore
  .map(({ x, y, far }) => ({
    home: { x, y },
    rings: [far.map((r, i) => ({ x: x + r * Math.cos((i * Math.PI) / 3), y: y + r * Math.sin((i * Math.PI) / 3) }))], // prettier-ignore
  }));
const wanted = fc
  .array(area, { maxLength: 6 })
  .map((areas) => areas.map((one, i) => ({ ...one, id: String(i), width: 60 + 20 * (i % 3), height: 40 })));

test('labels of warned areas cover nothing that is taken and not each other, and stand on the screen', () => {
  fc.assert(
    fc.property(wanted, fc.array(box, { maxLength: 8 }), (list, taken) => {
      const boxes = placeInAreas(list, view, taken).map((one) => one.box);
      for (const [i, one] of boxes.entries()) {
        expect([...taken, ...boxes.slice(i + 1)].some((other) => overlaps(one, other))).toBe(false);
        expect(one.x >= 0 && one.y >= 0 && one.x + one.width <= 1000 && one.y + one.height <= 600).toBe(true);
      }
    }),
  );
});

const square = (from: number, to: number) =>
  [[from, from], [to, from], [to, to], [from, to]].map(([x, y]) => ({ x: x!, y: y! })); // prettier-ignore
const label = { id: 'w', width: 100, height: 40 };
const placed = (rings: ReturnType<typeof square>[], taken: Box[] = []): Box | undefined =>
  placeInAreas([{ ...label, rings, home: { x: 300, y: 300 } }], view, taken)[0]?.box;

test('a label stands at the home of its area, or as near to it as what stands there lets it', () => {
  const home = placed([square(100, 500)])!;
  expect(Math.abs(home.x - 250) + Math.abs(home.y - 280)).toBeLessThanOrEqual(20);
  const name = { x: 260, y: 285, width: 80, height: 30 };
  const aside = placed([square(100, 500)], [name])!;
  expect(overlaps(aside, name)).toBe(false);
  expect(aside.x >= 100 && aside.x + 100 <= 500 && aside.y >= 100 && aside.y + 40 <= 500).toBe(true);
});

test('a hole is no part of an area', () => {
  const box = placed([square(100, 500), square(200, 400)])!;
  expect(overlaps(box, { x: 200, y: 200, width: 200, height: 200 })).toBe(false);
});

test('an area too small for its label has it with its middle in the area, and beside it where something stands there', () => {
  const middle = placed([square(280, 320)])!;
  expect(overlaps(middle, { x: 280, y: 280, width: 40, height: 40 })).toBe(true);
  const beside = placed([square(280, 320)], [{ x: 280, y: 280, width: 40, height: 40 }])!;
  expect(beside).toMatchObject({ x: 326, y: 280 });
});

test('where nothing is free at a small area its label stands away from it, with a leader from its edge to the area', () => {
  const crowd = { x: 150, y: 230, width: 300, height: 140 };
  const [far] = placeInAreas([{ ...label, rings: [square(280, 320)], home: { x: 300, y: 300 } }], view, [
    crowd,
  ]);
  expect(far?.leader?.[1]).toEqual({ x: 300, y: 300 });
  const { x, y } = far!.leader![0];
  const { box } = far!;
  expect(overlaps(box, crowd)).toBe(false);
  expect([box.x, box.x + box.width].includes(x) || [box.y, box.y + box.height].includes(y)).toBe(true);
  // No farther than it must.
  expect(Math.hypot(x - 300, y - 300)).toBeLessThan(110);
  const [close] = placeInAreas([{ ...label, rings: [square(280, 320)], home: { x: 300, y: 300 } }], view, []);
  expect(close?.leader).toBeNull();
});

test('of the places away from an area one is taken whose leader crosses nothing', () => {
  const crowd = { x: 150, y: 230, width: 300, height: 140 };
  const speck = { x: 280, y: 371, width: 40, height: 5 };
  const at = (taken: Box[]): Box => placeInAreas([{ ...label, rings: [square(280, 320)], home: { x: 300, y: 300 } }], view, taken)[0]!.box; // prettier-ignore
  expect(at([crowd]).y).toBeGreaterThanOrEqual(370);
  expect(at([crowd, speck]).y + 40).toBeLessThanOrEqual(230);
});

test('an area whose middle is off the screen has no leader into nowhere', () => {
  const off = { ...label, rings: [square(-60, -20)], home: { x: -40, y: -40 } };
  expect(placeInAreas([off], view, [])).toEqual([]);
});
