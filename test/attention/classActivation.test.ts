import { expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { attentionMap } from '../../src/attention/attentionMap.js';
import type { SplitClassifier } from '../../src/attention/types.js';
import { onEachBackend } from '../support/backends.js';
import { noiseImages } from './networks.js';

/** The image itself as its only feature map; the slope of the one logit is the same for all images. */
function linearInFeatures(slopes: number[]): SplitClassifier {
  return {
    features: (images) => tf.clone(images),
    head: (features) =>
      tf.matMul(tf.reshape(features, [features.shape[0], -1]), tf.tensor2d(slopes, [slopes.length, 1])),
  };
}

onEachBackend(() => {
  it('has the weights that a hand computes', async () => {
    // Activations 1 2 / 0 3 with the sum 6, slopes 1 -1 / 2 0.5.
    const images = tf.tensor4d([1, 2, 0, 3], [1, 2, 2, 1]);
    const classifier = linearInFeatures([1, -1, 2, 0.5]);
    const rawOf = async (method: 'gradCam' | 'gradCamPlusPlus' | 'layerCam'): Promise<number[]> =>
      Array.from((await attentionMap(classifier, images, { method, target: 0 })).raw.dataSync());
    // Grad-CAM: the mean slope, 2.5 / 4.
    expectNear(await rawOf('gradCam'), [0.625, 1.25, 0, 1.875]);
    // Grad-CAM++: 1 / (2 + 6 * 1), 2 / (2 + 6 * 2) and 0.5 / (2 + 6 * 0.5); the negative slope counts nothing.
    const weight = 1 / 8 + 2 / 14 + 0.5 / 5;
    expectNear(await rawOf('gradCamPlusPlus'), [weight, 2 * weight, 0, 3 * weight]);
    // LayerCAM: each activation by its own positive slope.
    expectNear(await rawOf('layerCam'), [1, 0, 0, 1.5]);
  });

  it('looks at the last convolution and what completes it, also in a nested model, and where it is told to', async () => {
    const { conv2d, batchNormalization, reLU, maxPooling2d, flatten, dense } = tfl.layers;
    const encoder = tfl.sequential({
      name: 'encoder',
      layers: [
        conv2d({ inputShape: [8, 8, 1], filters: 2, kernelSize: 3, name: 'early' }),
        conv2d({ filters: 3, kernelSize: 3, name: 'late' }),
        batchNormalization({ name: 'norm' }),
        reLU({ name: 'active' }),
        maxPooling2d({ poolSize: 2 }),
      ],
    });
    const model = tfl.sequential({ layers: [encoder, flatten({ name: 'row' }), dense({ units: 2 })] });
    const images = noiseImages([1, 8, 8, 1]);
    const layerOf = async (layer?: string | number): Promise<string | undefined> =>
      (await attentionMap(model, images, { method: 'gradCam', target: 0, layer })).layer;
    expect(await layerOf()).toBe('encoder/active');
    expect(await layerOf('early')).toBe('encoder/early');
    expect(await layerOf('encoder/late')).toBe('encoder/late');
    // A sequential model takes the first one's layers as its own, and never calls it.
    await expect(layerOf(0)).rejects.toMatchObject({ received: "'encoder', which runs 0 times" });
    await expect(layerOf('row')).rejects.toMatchObject({
      code: 'invalid-option',
      expected: 'feature maps [1, height, width, channels]',
    });
    await expect(layerOf('nowhere')).rejects.toMatchObject({ code: 'invalid-option', received: '"nowhere"' });
  });

  it('says what it needs of a classifier without layers', async () => {
    const images = noiseImages([1, 4, 4, 1]);
    const predicting = { predict: (batch: tf.Tensor4D) => tf.mean(batch, [1, 2]) as tf.Tensor2D };
    await expect(attentionMap(predicting, images, { method: 'gradCam' })).rejects.toMatchObject({
      code: 'invalid-argument',
      received: 'an object { predict }',
    });
    const dense = tfl.sequential({
      layers: [tfl.layers.flatten({ inputShape: [4, 4, 1] }), tfl.layers.dense({ units: 2 })],
    });
    await expect(attentionMap(dense, images, { method: 'layerCam' })).rejects.toMatchObject({
      code: 'invalid-argument',
      expected: 'a model with a convolution whose output is [batch, height, width, channels]',
    });
    const split = linearInFeatures(Array.from({ length: 16 }, () => 1));
    await expect(attentionMap(split, images, { method: 'gradCam', layer: 'x' })).rejects.toMatchObject({
      code: 'invalid-option',
    });
  });
});

function expectNear(values: readonly number[], expected: readonly number[]): void {
  expect(values).toHaveLength(expected.length);
  expected.forEach((each, at) => expect(values[at]).toBeCloseTo(each, 5));
}
