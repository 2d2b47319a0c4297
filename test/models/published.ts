import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { expect } from 'vitest';
import { denseNet121, dpn26, resMasking, resNet50, vgg16, type NetworkOptions } from '../../src/models/index.js';
import type torch from '../fixtures/models/networks.json';
import { fillByFormula, formulaPictures } from './formula.js';

/** Names of the networks in test/fixtures/models/networks.json. */
export type PublishedName = keyof typeof torch.slim;

type Create = (options?: NetworkOptions & { widthMultiplier?: number; dropout?: number }) => LayersModel;

/** The networks that test/fixtures/models/make_network_fixtures.py has too. */
export const PUBLISHED: Record<PublishedName, Create> = { resNet50, denseNet121, dpn26, resMasking };

/** Their names. */
export const PUBLISHED_NAMES = Object.keys(PUBLISHED) as PublishedName[];

/** The networks it has with all their channels; ResMasking would need half a gigabyte. */
export const IN_FULL: Record<keyof typeof torch.full, Create> = { vgg16, resNet50, denseNet121, dpn26 };

/** How the names of the last norms of a network's branches end. */
const LAST: Partial<Record<string, string>> = { resNet50: '_3', dpn26: '_3', resMasking: '_2' };

/** An eighth of the channels. */
export const SLIM = 1 / 8;

/** The network's logits for two pictures, its weights set by the formula; disposes it. */
export function logitsByFormula(network: LayersModel, side: number, channels: number): Float32Array {
  fillByFormula(network, LAST[network.name]);
  const logits = tf.tidy(() => {
    const images = formulaPictures(2, side, side, channels);
    return (network.predict(images) as tf.Tensor).dataSync<'float32'>();
  });
  network.dispose();
  return logits;
}

/** Logits that differ by less than 1e-4; none is above 15. */
export function expectLogits(received: Float32Array, expected: number[], what = ''): void {
  expect(received.length, what).toBe(expected.length);
  expected.forEach((value, at) => {
    expect(Math.abs(value), what).toBeLessThan(15);
    expect(Math.abs((received[at] as number) - value), `${what} logit ${at}`).toBeLessThan(1e-4);
  });
}

/** Lets the test runner report between tests that block the thread for long. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Differences within the tolerance, absolute for values below 1 and relative above. */
export function expectClose(
  received: ArrayLike<number> | undefined,
  expected: number[],
  tolerance: number,
  what = '',
): void {
  expect(received?.length, what).toBe(expected.length);
  expected.forEach((value, at) => {
    const difference = Math.abs((received?.[at] ?? NaN) - value) / Math.max(1, Math.abs(value));
    expect(difference, `${what} value ${at}: ${received?.[at]} for ${value}`).toBeLessThan(tolerance);
  });
}
