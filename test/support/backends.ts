import { beforeAll, describe } from 'vitest';
import { useBackend } from '../../src/backends/useBackend.js';

/** The backends every numeric test runs on in Node. */
export const NODE_BACKENDS = ['cpu', 'wasm'] as const;

/** Runs a suite once on each of {@link NODE_BACKENDS}, with that backend ready and active. */
export function onEachBackend(suite: (backend: (typeof NODE_BACKENDS)[number]) => void): void {
  for (const backend of NODE_BACKENDS) {
    describe(`on ${backend}`, () => {
      beforeAll(async () => {
        await useBackend(backend);
      });
      suite(backend);
    });
  }
}

/** The same, and once more on wasm with no more kernels of ours than training lacks: none that is only faster. */
export function onEachKernelSet(suite: (backend: (typeof NODE_BACKENDS)[number]) => void): void {
  onEachBackend(suite);
  describe('on wasm without the kernels that are only faster', () => {
    beforeAll(async () => {
      await useBackend('wasm', { trainingKernels: { fast: false } });
    });
    suite('wasm');
  });
}
