import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../src/backends/useBackend.js';
import { useFasterLayers } from '../../src/training/fasterLayers.js';
import { onEachBackend } from '../support/backends.js';
import { fillByFormula, formulaPictures, wave, weightsByName } from './formula.js';
import { breathe, expectClose, IN_FULL, PUBLISHED, PUBLISHED_NAMES } from './published.js';
import torch from '../fixtures/models/networks.json' with { type: 'json' };

afterEach(breathe);

describe('a step of descent against PyTorch in double precision', () => {
  onEachBackend(() => {
    it.each(PUBLISHED_NAMES)('slim %s: the same loss, weights and moving statistics', (name) => {
      const expected = torch.update[name];
      compareUpdate(PUBLISHED[name]({ widthMultiplier: 1 / 16, inputSize: expected.size, gate: 'stages' }), expected);
    });
  });

  describe('on wasm alone', () => {
    beforeAll(async () => {
      await useBackend('wasm');
    });

    it.each(Object.entries(IN_FULL))(
      '%s in full: the same',
      (name, create) => {
        const expected = torch.updateInFull[name as keyof typeof IN_FULL];
        compareUpdate(create({ inputSize: expected.size, dropout: 0 }), expected);
      },
      300_000,
    );
  });
});

/** An update in the fixture: of each weight three values, the change's root mean square, and its product with the wave. */
interface Update {
  batch: number;
  size: number;
  rate: number;
  logits: number[];
  loss: number;
  digests: Record<string, number[]>;
}

function compareUpdate(network: LayersModel, expected: Update): void {
  fillByFormula(network);
  const before = valuesOf(network);
  const { logits, loss } = descend(network, expected);
  const after = valuesOf(network);
  network.dispose();
  expectClose(logits, expected.logits, 1e-3, 'logits');
  expectClose([loss], [expected.loss], 1e-4, 'loss');
  expect([...after.keys()].sort()).toEqual(Object.keys(expected.digests).sort());
  for (const [weight, digest] of Object.entries(expected.digests)) {
    compare(weight, before.get(weight) as Float32Array, after.get(weight) as Float32Array, digest);
  }
}

/** Three weights within 1e-3, and the weights' change within 1 % of its size. */
function compare(name: string, before: Float32Array, after: Float32Array, digest: number[]): void {
  const [change, product] = digest.slice(3) as [number, number];
  expectClose([after[0], after[after.length >> 1], after.at(-1)] as number[], digest.slice(0, 3), 1e-3, name);
  const seen = changeOf(before, after);
  const tolerance = 0.01 * Math.max(change, 1e-4);
  expect(Math.abs(seen.change - change), `${name}: change`).toBeLessThan(tolerance);
  expect(Math.abs(seen.product - product), `${name}: product`).toBeLessThan(tolerance);
}

/** One step of plain descent, with the layers' calls as the trainer exchanges them. */
function descend(
  network: LayersModel,
  { batch, size, rate }: Pick<Update, 'batch' | 'size' | 'rate'>,
): { logits: Float32Array; loss: number } {
  const restore = useFasterLayers(network);
  const optimizer = tf.train.sgd(rate);
  const labels = Array.from({ length: batch }, (_, at) => at % 7);
  let logits = new Float32Array();
  const [loss] = tf.tidy(() => {
    const images = formulaPictures(batch, size, size, 1);
    const value = optimizer.minimize(() => {
      const outputs = network.apply(images, { training: true }) as tf.Tensor2D;
      logits = new Float32Array(outputs.dataSync());
      return tf.losses.softmaxCrossEntropy(tf.oneHot(labels, 7), outputs) as tf.Scalar;
    }, true) as tf.Scalar;
    return value.dataSync<'float32'>();
  });
  restore();
  optimizer.dispose();
  return { logits, loss: loss as number };
}

function valuesOf(network: LayersModel): Map<string, Float32Array> {
  return new Map([...weightsByName(network)].map(([name, weight]) => [name, new Float32Array(weight.dataSync())]));
}

/** Root mean square of a weight's change, and the product of the change with the wave. */
function changeOf(before: Float32Array, after: Float32Array): { change: number; product: number } {
  const signs = wave(before.length, 1);
  let [squares, product] = [0, 0];
  for (let at = 0; at < before.length; at++) {
    const difference = (after[at] as number) - (before[at] as number);
    squares += difference ** 2;
    product += difference * (signs[at] as number);
  }
  return { change: Math.sqrt(squares / before.length), product: product / Math.sqrt(before.length) };
}
