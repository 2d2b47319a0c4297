import { describe, expect, it } from 'vitest';
import { reseedLayers } from '../../src/support/reseed.js';

function recorder(name: string, calls: string[]): { name: string; reseed(key: string): void } {
  return { name, reseed: (key) => calls.push(`${name}: ${key}`) };
}

describe('reseedLayers', () => {
  it('gives every layer that can take one a key of its own, in nested models too', () => {
    const calls: string[] = [];
    const nested = { name: 'inner', layers: [recorder('a', calls), { name: 'dense' }] };
    const model = { layers: [recorder('a', calls), nested, recorder('b', calls)] };
    expect(reseedLayers(model, 'epoch 1/step 2')).toBe(3);
    expect(calls).toEqual(['a: epoch 1/step 2/a', 'a: epoch 1/step 2/inner/a', 'b: epoch 1/step 2/b']);
  });

  it('passes over models without such layers', () => {
    expect(reseedLayers({ layers: [{ name: 'dense' }] }, 'key')).toBe(0);
  });
});
