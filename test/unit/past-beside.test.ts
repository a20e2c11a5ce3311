import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { besideLayout } from '../../client/wall/past/beside-layout.ts';

test.each([
  ['one FHD tile', 1920, 1080, 'column', 1920],
  ['a desk screen of 16:10', 1440, 900, 'column', 1440],
  ['an upright screen', 1080, 1920, 'column', 1080],
  ['a wall of two tiles side by side', 3840, 1080, 'row', 1920],
  ['a wall of six by two tiles', 11520, 2160, 'row', 5760],
] as const)('%s shows then and now where each is larger', (_what, width, height, direction, wide) => {
  const layout = besideLayout(width, height);
  expect([layout.direction, layout.width]).toEqual([direction, wide]);
});

test('where each half is wide enough nothing stays black, on 16:9 less than a tenth', () => {
  const wide = besideLayout(4000, 1080);
  expect(wide.height + wide.name).toBe(1080);
  const { width, height } = besideLayout(1920, 1080);
  expect((2 * width * height) / (1920 * 1080)).toBeGreaterThan(0.9);
});

test('on any screen both and their names fit, none is narrower than a wall is drawn for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 320, max: 16_000 }), fc.integer({ min: 240, max: 9_000 }), (w, h) => {
      const { direction, width, height, name } = besideLayout(w, h);
      const [across, down] = direction === 'row' ? [2, 1] : [1, 2];
      expect(width * across).toBeLessThanOrEqual(w);
      expect((height + name) * down).toBeLessThanOrEqual(h);
      expect(width / height).toBeGreaterThanOrEqual(16 / 9 - 0.01);
      expect(height).toBeGreaterThan(0);
    }),
  );
});
