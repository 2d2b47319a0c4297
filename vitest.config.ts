import { defineConfig } from 'vitest/config';

const common = { pool: 'forks', testTimeout: 120_000, hookTimeout: 120_000 } as const;

export default defineConfig({
  test: {
    // Vitest leaves a core to itself, which on two cores halves the speed.
    maxWorkers: '100%',
    reporters: ['default', './test/support/summaryReporter.ts'],
    projects: [
      {
        test: { ...common, name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/package/**', 'test/docs/**'] },
      },
      // Against the built package, so `npm run build` comes first.
      {
        test: {
          ...common,
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          globalSetup: 'test/package/support/packOnce.ts',
        },
      },
      // Against the built package and the built site, so `npm run build` and `npm run docs` come first.
      {
        test: {
          ...common,
          name: 'docs',
          include: ['test/docs/**/*.test.ts'],
          globalSetup: 'test/package/support/packOnce.ts',
        },
      },
    ],
  },
});
