import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/support/random.js';
import { useFasterLayers } from '../../src/training/fasterLayers.js';
import { onEachBackend } from '../support/backends.js';
import { relativeError } from '../support/reference.js';

const random = createRandom('fused batch norm');

function network(shape: number[]): LayersModel {
  const model = sequential();
  model.add(layers.batchNormalization({ inputShape: shape, momentum: 0.8, epsilon: 1e-3, name: 'norm' }));
  const values = model
    .getWeights()
    .map(({ shape: size }) =>
      tf.tensor(Float32Array.from({ length: size[0] as number }, () => random.uniform(0.5, 1.5))),
    );
  model.setWeights(values);
  tf.dispose(values);
  return model;
}

/** Output, gradients of picture and weights, and moving statistics after one training call. */
function trainOnce(model: LayersModel, x: tf.Tensor, dy: tf.Tensor): Float32Array[] {
  return tf.tidy(() => {
    const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const run = (input: tf.Tensor) => model.apply(input, { training: true }) as tf.Tensor;
    const { value, grads } = tf.variableGrads(() => tf.sum(tf.mul(run(x), dy)) as tf.Scalar, variables);
    const weights = model.getWeights();
    const dx = tf.grad((input: tf.Tensor) => tf.sum(tf.mul(run(input), dy)))(x);
    const parts = [value, ...variables.map(({ name }) => grads[name] as tf.Tensor), ...weights, dx];
    return parts.map((part) => part.dataSync<'float32'>().slice());
  });
}

const tensors = (shape: number[], mean: number) => {
  const draw = (offset: number) =>
    tf.tensor(
      Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => offset + random.normal()),
      shape,
    );
  return [draw(mean), draw(0)] as const;
};

onEachBackend(() => {
  describe('batch norm in one kernel', () => {
    it.each([
      ['one channel', [5, 4, 3, 1], 0],
      ['channels that fill vectors', [3, 9, 7, 16], 0],
      ['channels that do not', [3, 5, 5, 7], 0],
      ['more rows than a block', [2, 60, 60, 3], 0],
      ['dense features', [12, 21], 0],
      ['a mean far from zero', [4, 6, 6, 6], 100],
    ])('gives the output, gradients and statistics of tfjs: %s', (_, shape, mean) => {
      const [x, dy] = tensors(shape, mean);
      const model = network(shape.slice(1));
      const before = model.getWeights().map((weight) => weight.clone());
      const expected = trainOnce(model, x, dy);
      model.setWeights(before);
      const restore = useFasterLayers(model);
      const actual = trainOnce(model, x, dy);
      restore();
      const tolerance = mean === 0 ? 1e-4 : 2e-3; // tfjs itself loses digits there.
      actual.forEach((part, at) => expect(relativeError(part, expected[at] as Float32Array)).toBeLessThan(tolerance));
      tf.dispose([x, dy, before]);
      model.dispose();
    });

    it('leaves inference, the saved form and, afterwards, the layer as they were, and no tensor behind', () => {
      const [x, dy] = tensors([2, 4, 4, 8], 0);
      const model = network([4, 4, 8]);
      const layer = model.getLayer('norm');
      const call = layer.call;
      const restore = useFasterLayers(model);
      const inference = () => tf.tidy(() => (model.predict(x) as tf.Tensor).dataSync().slice());
      const fused = inference();
      const config = JSON.stringify(model.toJSON());
      trainOnce(model, x, dy);
      const { numTensors } = tf.memory();
      for (let step = 0; step < 5; step++) trainOnce(model, x, dy);
      expect(tf.memory().numTensors).toBe(numTensors);
      restore();
      expect(layer.call).toBe(call);
      expect(Object.hasOwn(layer, 'call')).toBe(false);
      expect(JSON.stringify(model.toJSON())).toBe(config);
      expect(config).toContain('BatchNormalization');
      expect(inference()).not.toEqual(fused); // The moving statistics did move.
      tf.dispose([x, dy]);
      model.dispose();
    });
  });
});
