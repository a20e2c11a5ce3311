import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = path.join(import.meta.dirname, '..');

// What must come is waited for as long as an overloaded machine may need; a promise of seconds is the bench's to keep.
const expectOptions = { poll: { interval: 50, timeout: 30_000 } };

/** One project for each kind of test, from the quickest to the slowest. */
export default defineConfig({
  root,
  test: {
    root,
    maxWorkers: 2,
    projects: [
      {
        root,
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000, isolate: false },
      },
      {
        root,
        test: {
          name: 'property',
          include: ['test/property/**/*.test.ts'],
          testTimeout: 180_000,
          isolate: false,
        },
      },
      {
        root,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 180_000,
          expect: expectOptions,
          hookTimeout: 180_000,
          pool: 'forks',
          isolate: false,
        },
      },
      {
        root,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          expect: expectOptions,
          pool: 'forks',
          // Each file drives a browser and a whole city; two at once would measure each other.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
