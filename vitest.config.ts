import { defineConfig } from 'vitest/config';

const browserOnly = ['test/browser/**'];
const tidyOnly = ['test/tidy/**'];

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    reporters: ['default', './test/support/closing-line.ts'],
    globalSetup: ['./test/support/require-node-24.ts'],
    // One core fewer by default, which on two cores leaves half of the machine idle.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'main',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...browserOnly, ...tidyOnly],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: { name: 'tidy', include: ['test/tidy/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 720_000,
          hookTimeout: 180_000,
          // The month-end run mostly waits for the vendors' caps, so the others have their turn beside it.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
