import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { useFasterLayers } from '../../src/training/fasterLayers.js';
import { onEachBackend } from '../support/backends.js';
import { relativeError } from '../support/reference.js';

function network(useBias: boolean, activation: 'linear' | 'relu'): LayersModel {
  const model = sequential();
  const options = { kernelSize: 3, padding: 'same' as const, useBias, kernelInitializer: 'glorotNormal' as const };
  model.add(layers.conv2d({ ...options, filters: 8, strides: 2, inputShape: [8, 9, 1], activation }));
  model.add(layers.conv2d({ ...options, filters: 4 }));
  return model;
}

/** The gradients of all weights, and the kernels that were run for them. */
async function gradientsOf(model: LayersModel, x: tf.Tensor): Promise<{ values: Float32Array[]; kernels: string[] }> {
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  let values: Float32Array[] = [];
  const { kernels } = await tf.profile(() => {
    const loss = () => tf.sum(tf.square(model.apply(x, { training: true }) as tf.Tensor)) as tf.Scalar;
    const { value, grads } = tf.variableGrads(loss, variables);
    values = variables.map(({ name }) => (grads[name] as tf.Tensor).dataSync<'float32'>().slice());
    tf.dispose(grads);
    return value;
  });
  return { values, kernels: kernels.map(({ name }) => name) };
}

onEachBackend(() => {
  describe('convolution layers in training', () => {
    it.each([
      ['with a bias', true, 'linear'],
      ['without', false, 'linear'],
      ['with an activation of their own', true, 'relu'],
    ] as const)('have the gradients of tfjs: %s', async (_, useBias, activation) => {
      const model = network(useBias, activation);
      const x = tf.randomNormal([3, 8, 9, 1], 0, 1, 'float32', 5);
      const expected = await gradientsOf(model, x);
      const restore = useFasterLayers(model);
      const actual = await gradientsOf(model, x);
      restore();
      actual.values.forEach((each, at) =>
        expect(relativeError(each, expected.values[at] as Float32Array)).toBeLessThan(1e-5),
      );
      x.dispose();
      model.dispose();
    });

    it('leave out the gradient of the picture, which nobody asks for', async () => {
      const model = network(true, 'linear');
      const x = tf.ones([1, 8, 9, 1]);
      const count = (kernels: string[]) => kernels.filter((name) => name === 'Conv2DBackpropInput').length;
      expect(count((await gradientsOf(model, x)).kernels)).toBe(2);
      const restore = useFasterLayers(model);
      expect(count((await gradientsOf(model, x)).kernels)).toBe(1);
      restore();
      x.dispose();
      model.dispose();
    });
  });
});
