import { expect, it } from 'vitest';
import { BINARIES } from '../../src/wasm/binaries.generated.js';
import { hasRelaxedSimd, hasSimd } from '../../src/wasm/companion.js';

it('knows without loading them which of the modules the engine takes', () => {
  const takes = (base64: string): boolean => WebAssembly.validate(Buffer.from(base64, 'base64'));
  expect(hasSimd()).toBe(takes(BINARIES.simd));
  expect(hasRelaxedSimd()).toBe(takes(BINARIES.relaxed));
});
