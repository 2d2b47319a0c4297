import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import { attentionMap } from '../../src/attention/attentionMap.js';
import { integratedGradients } from '../../src/attention/methods/integratedGradients.js';
import { occlusion } from '../../src/attention/methods/occlusion.js';
import { smoothGrad } from '../../src/attention/methods/smoothGrad.js';
import type { AttentionOptions } from '../../src/attention/plan.js';
import type { Classifier } from '../../src/attention/types.js';
import { onEachBackend } from '../support/backends.js';
import { fixture, fixtureImages, graphNetwork, layeredNetwork, splitNetwork } from './fixtureNetwork.js';
import { smoothGradNoise } from './smoothGradNoise.js';

const METHODS: Record<string, AttentionOptions['method']> = {
  inputGradient: 'inputGradient',
  gradientTimesInput: 'gradientTimesInput',
  smoothGrad: smoothGrad({ samples: 6, noise: 0.2, seed: 5 }),
  integratedGradients: integratedGradients({ steps: 32 }),
  gradCam: 'gradCam',
  gradCamPlusPlus: 'gradCamPlusPlus',
  layerCam: 'layerCam',
  scoreCam: 'scoreCam',
  occlusion: occlusion({ window: 3, stride: 2 }),
};

const NETWORKS: Record<string, () => Classifier | Promise<Classifier>> = {
  'a layered model': layeredNetwork,
  'two functions': splitNetwork,
  'a graph model': graphNetwork,
};

describe('the fixture', () => {
  it('has a map of every method that PyTorch can make, and the noise of SmoothGrad', () => {
    expect(Object.keys(fixture.maps).sort()).toEqual(Object.keys(METHODS).sort());
    const noise: unknown = JSON.parse(
      readFileSync(new URL('../fixtures/attention/noise.json', import.meta.url), 'utf8'),
    );
    expect(noise).toEqual(smoothGradNoise(5, 6, [11, 9, 3]));
  });
});

onEachBackend(() => {
  for (const [kind, open] of Object.entries(NETWORKS)) {
    it.each(Object.keys(METHODS))(`%s of ${kind} equals PyTorch's`, async (name) => {
      const classifier = await open();
      const images = fixtureImages();
      const needsNode = kind === 'a graph model' && /cam/i.test(name);
      const before = tf.memory().numTensors;
      const map = await attentionMap(classifier, images, {
        method: METHODS[name],
        target: fixture.targets,
        ...(needsNode && { layer: 'relu2' }),
      });
      expect(map.method).toBe(name);
      expect(relativeError(map.raw.dataSync(), fixture.maps[name] as number[])).toBeLessThan(2e-5);
      map.scores.forEach((score, at) =>
        expect(score).toBeCloseTo(fixture.logits[at]?.[fixture.targets[at] as number] as number, 4),
      );
      const layers = { 'a layered model': 'secondReLU', 'two functions': 'features', 'a graph model': 'relu2' };
      expect(map.layer).toBe(/cam/i.test(name) ? layers[kind as keyof typeof layers] : undefined);
      if (name === 'integratedGradients') {
        fixture.difference.forEach((difference, at) => expect(map.details.difference?.[at]).toBeCloseTo(difference, 4));
      }
      map.dispose();
      expect(tf.memory().numTensors).toBe(before);
      images.dispose();
    });
  }
});

/** Largest difference, as a share of the largest value expected. */
function relativeError(values: ArrayLike<number>, expected: readonly number[]): number {
  expect(values.length).toBe(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((each, at) => Math.abs(each - (values[at] as number)))) / scale;
}
