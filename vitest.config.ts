import { defineConfig } from 'vitest/config';

const globalSetup = ['tests/setup.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles: ['tests/seed.ts'],
          include: ['tests/unit/**/*.test.ts', 'tests/unit/**/*.test.tsx'],
          globalSetup,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'integration',
          setupFiles: ['tests/seed.ts'],
          include: ['tests/integration/**/*.test.ts'],
          globalSetup,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each file has servers and profiles of its own.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'soak',
          include: ['tests/soak/**/*.test.ts'],
          globalSetup,
          testTimeout: 3_600_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
