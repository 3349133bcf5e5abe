import { defineConfig } from 'vitest/config';

const shared = { resolve: { conditions: ['source'] }, ssr: { resolve: { conditions: ['source'] } } };

export default defineConfig({
  test: {
    projects: [
      { ...shared, test: { name: 'unit', include: ['{apps,libs,launcher}/**/*.spec.{ts,tsx}'] } },
      {
        ...shared,
        test: {
          name: 'engine',
          include: ['apps/converter/**/*.engine.ts'],
          testTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        ...shared,
        test: {
          name: 'convergence',
          include: ['test/convergence/**/*.convergence.ts'],
          testTimeout: 1_200_000,
          fileParallelism: false,
        },
      },
      {
        ...shared,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.e2e.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
