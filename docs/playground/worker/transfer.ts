import type { Pixels } from '../protocol.js';

/** The bytes of the pictures in a result, which are handed over instead of copied. */
export function transferablesOf(result: unknown): ArrayBuffer[] {
  if (typeof result !== 'object' || result === null) return [];
  return Object.values(result)
    .filter(isPixels)
    .map(({ data }) => data.buffer);
}

function isPixels(value: unknown): value is Pixels {
  return typeof value === 'object' && value !== null && (value as Partial<Pixels>).data instanceof Uint8ClampedArray;
}
