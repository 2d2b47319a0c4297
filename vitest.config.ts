import { defineConfig } from 'vitest/config';

const common = { pool: 'forks', testTimeout: 120_000, hookTimeout: 120_000 } as const;

export default defineConfig({
  test: {
    reporters: ['default', './test/support/summaryReporter.ts'],
    projects: [
      { test: { ...common, name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/package/**'] } },
      // Against the built package, so `npm run build` comes first.
      {
        test: {
          ...common,
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          globalSetup: 'test/package/support/packOnce.ts',
        },
      },
    ],
  },
});
