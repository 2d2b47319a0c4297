import type { Reporter, TestModule } from 'vitest/node';

/** Ends a run with one plain line, "123 passed, 0 failed", and the reason of every skip above it. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      if (module.state() === 'failed' && module.children.size === 0) counts.failed++;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'pending') continue;
        counts[state]++;
        const { note } = test.result() as { note?: string };
        if (state === 'skipped') console.log(`skipped: ${test.fullName}${note ? ` (${note})` : ''}`);
      }
    }
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
    // After vitest's own summary, which its reporter writes in the same turn.
    setImmediate(() => console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`));
  }
}
