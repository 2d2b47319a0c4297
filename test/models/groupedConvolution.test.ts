import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { DualPath, GroupedConvolution, type GroupedConvolutionOptions } from '../../src/models/index.js';
import { onEachBackend } from '../support/backends.js';
import { fillByFormula, formulaPictures, weightsByName } from './formula.js';
import { expectClose } from './published.js';
import { logitsOf, saveAndLoad } from './support.js';
import torch from '../fixtures/models/grouped.json' with { type: 'json' };

describe('GroupedConvolution', () => {
  onEachBackend(() => {
    it.each(Object.entries(torch.cases))('%s: value and both gradients as in PyTorch', (_, expected) => {
      const { channels, filters, groups, kernelSize, stride, side } = expected;
      const model = sequential({
        layers: [
          layers.inputLayer({ inputShape: [side, side, channels] }),
          new GroupedConvolution({ name: 'conv', filters, groups, kernelSize, stride }),
        ],
      });
      const kernel = weightsByName(fillByFormula(model)).get('conv/kernel') as tf.Variable;
      const images = formulaPictures(2, side, side, channels);
      const before = tf.memory().numTensors;
      const [value, gradients] = tf.tidy(() => {
        const forward = (x: tf.Tensor): tf.Scalar => tf.mean(tf.square(model.apply(x) as tf.Tensor));
        const dx = tf.grad(forward)(images);
        const { grads } = tf.variableGrads(() => forward(images), [kernel]);
        const output = model.apply(images) as tf.Tensor;
        return [output.dataSync(), [dx.dataSync(), grads[kernel.name]?.dataSync()]];
      });
      expect(tf.memory().numTensors).toBe(before);
      expectClose(value, expected.output, 1e-5, 'output');
      expectClose(gradients[0], expected.inputGradient, 1e-6, 'gradient of the picture');
      expectClose(gradients[1], expected.kernelGradient, 1e-6, 'gradient of the kernel');
      images.dispose();
      model.dispose();
    });

    it('comes back from a file', async () => {
      const options = { filters: 8, groups: 4, kernelSize: 5, stride: 2 };
      const conv = new GroupedConvolution({ ...options, name: 'conv' });
      const model = sequential({ layers: [layers.inputLayer({ inputShape: [6, 6, 4] }), conv, layers.flatten()] });
      fillByFormula(model);
      const images = formulaPictures(2, 6, 6, 4);
      const loaded = await saveAndLoad(model);
      expect(loaded.getLayer('conv')).toMatchObject(options);
      expect(logitsOf(loaded, images)).toEqual(logitsOf(model, images));
      images.dispose();
    });
  });

  it('says the shape that comes out, odd sides rounded up', () => {
    const layer = new GroupedConvolution({ filters: 6, groups: 3, stride: 2 });
    expect(layer.computeOutputShape([null, 5, 8, 9])).toEqual([null, 3, 4, 6]);
    expect(layer.computeOutputShape([2, null, null, 9])).toEqual([2, null, null, 6]);
  });

  it.each<[GroupedConvolutionOptions, string]>([
    [{ filters: 7, groups: 3 }, 'filters: expected a multiple of the 3 groups, received 7'],
    [{ filters: 6, groups: 0 }, 'groups: expected a whole number of at least 1, received 0'],
    [{ filters: 6, groups: 3, kernelSize: 2 }, 'kernelSize: expected an odd number, received 2'],
    [{ filters: 6, groups: 3, stride: 0.5 }, 'stride: expected a whole number of at least 1'],
    [{ filters: 6, groups: 3, strides: 2 } as never, 'unknown option'],
  ])('refuses %j', (options, message) => {
    expect(() => new GroupedConvolution(options)).toThrow(`GroupedConvolution: ${message}`);
  });

  it('refuses features that its groups do not divide', () => {
    const layer = new GroupedConvolution({ filters: 6, groups: 3 });
    expect(() => layer.build([null, 4, 4, 8])).toThrow('channels of the features: expected a multiple of the 3 groups');
  });
});

describe('DualPath', () => {
  onEachBackend(() => {
    it('adds the first channels and keeps the others, the older first', () => {
      const [given, made] = [tf.tensor4d([1, 2, 3], [1, 1, 1, 3]), tf.tensor4d([10, 20, 30, 40], [1, 1, 1, 4])];
      const joined = new DualPath({ residual: 2 }).apply([given, made]) as tf.Tensor;
      expect(joined.shape).toEqual([1, 1, 1, 5]);
      expect([...joined.dataSync()]).toEqual([11, 22, 3, 30, 40]);
      tf.dispose([given, made, joined]);
    });
  });

  it('refuses a number of channels that is none', () => {
    expect(() => new DualPath({ residual: 0 })).toThrow('DualPath: residual: expected a whole number of at least 1');
    expect(() => new DualPath({ residual: 1, dense: 2 } as never)).toThrow('DualPath: unknown option');
  });
});
