import { expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import { attentionMap } from '../../src/attention/attentionMap.js';
import { slimNetwork } from '../../src/models/slimNetwork.js';
import { onEachBackend } from '../support/backends.js';
import { convolutionClassifier, linearModel, noiseImages } from './networks.js';

/** Weights of three classes on 2x3 pixels; every image's gradient is the row of its target. */
const WEIGHTS = [
  [1, -2, 3, -4, 5, 0],
  [-1, -2, -3, -4, -5, -6],
  [2, 0, 0, 0, 0, -1],
];

onEachBackend(() => {
  it('equals the weights of a linear classifier, image by image', async () => {
    const model = linearModel(WEIGHTS, [2, 3, 1]);
    const images = noiseImages([4, 2, 3, 1]);
    const map = await attentionMap(model, images, { target: [0, 1, 2, 0] });
    expect(map.raw.arraySync()).toEqual([
      [
        [1, -2, 3],
        [-4, 5, 0],
      ],
      [
        [-1, -2, -3],
        [-4, -5, -6],
      ],
      [
        [2, 0, 0],
        [0, 0, -1],
      ],
      [
        [1, -2, 3],
        [-4, 5, 0],
      ],
    ]);
    const logits = (model.predict(images) as tf.Tensor2D).arraySync();
    map.scores.forEach((score, at) => expect(score).toBeCloseTo(logits[at]?.[[0, 1, 2, 0][at] as number] as number, 5));
    expect(map.targets).toEqual([0, 1, 2, 0]);
    const values = await map.values.data();
    [0.2, 0.4, 0.6, 0.8, 1, 0].forEach((value, at) => expect(values[at]).toBeCloseTo(value, 6));
    // A class that every pixel speaks against has a map too: magnitudes count.
    [0, 0.2, 0.4, 0.6, 0.8, 1].forEach((value, at) => expect(values[6 + at]).toBeCloseTo(value, 6));
    expect(map.degenerate).toEqual([false, false, false, false]);
  });

  it('takes the channel of the largest magnitude, sign kept', async () => {
    const model = linearModel(
      [
        [1, -5, 2, 3, 0, -1],
        [0, 0, 0, 0, 0, 0],
      ],
      [1, 2, 3],
    );
    const map = await attentionMap(model, noiseImages([1, 1, 2, 3]), { target: 0 });
    expect(map.raw.arraySync()).toEqual([[[-5, 3]]]);
    expect(map.values.arraySync()).toEqual([[[1, 0]]]);
  });

  it.each([1, 3])('equals central differences on a convolutional classifier of %i channels', async (channels) => {
    const network = convolutionClassifier(channels);
    const images = noiseImages([2, 7, 6, channels], 4);
    const map = await attentionMap(network, images, { target: [2, 0] });
    const raw = map.raw.arraySync();
    const pixels = images.arraySync();
    const scoreWith = (image: number, row: number, column: number, channel: number, step: number): number => {
      const changed = structuredClone(pixels);
      const pixel = changed[image]?.[row]?.[column] as number[];
      pixel[channel] = (pixel[channel] as number) + step;
      return tf.tidy(
        () => network.predict(tf.tensor4d(changed)).arraySync()[image]?.[[2, 0][image] as number] as number,
      );
    };
    const step = 0.05;
    const scale = Math.max(...raw.flat(2).map(Math.abs));
    for (const [image, row, column] of [
      [0, 0, 0],
      [0, 3, 2],
      [1, 6, 5],
      [1, 2, 4],
    ] as const) {
      const slopes = Array.from({ length: channels }, (_, channel) => {
        const [up, down] = [step, -step].map((by) => scoreWith(image, row, column, channel, by)) as [number, number];
        return (up - down) / (2 * step);
      });
      const strongest = slopes.reduce((best, slope) => (Math.abs(slope) > Math.abs(best) ? slope : best));
      expect((raw[image]?.[row]?.[column] as number) / scale).toBeCloseTo(strongest / scale, 2);
    }
    network.dispose();
  });

  it.each([1e-6, 1e-30])('scales gradients of %d as well as those of 1', async (size) => {
    const model = linearModel(
      WEIGHTS.map((row) => row.map((weight) => weight * size)),
      [2, 3, 1],
    );
    const map = await attentionMap(model, noiseImages([1, 2, 3, 1]), { target: 0 });
    expect(map.degenerate).toEqual([false]);
    [0.2, 0.4, 0.6, 0.8, 1, 0].forEach((value, at) => expect(map.values.dataSync()[at]).toBeCloseTo(value, 6));
  });

  it('is right at logits of 200, where a softmax has no slope left', async () => {
    const model = linearModel(WEIGHTS, [2, 3, 1]);
    const images = tf.fill([1, 2, 3, 1], 200 / 3) as tf.Tensor4D;
    const map = await attentionMap(model, images, { target: 'predicted' });
    expect(map.scores[0]).toBeCloseTo(200, 3);
    expect(map.probabilities).toEqual([1]);
    expect(map.raw.arraySync()).toEqual([
      [
        [1, -2, 3],
        [-4, 5, 0],
      ],
    ]);
    const saturated = await attentionMap(linearModel(WEIGHTS, [2, 3, 1], 'softmax'), images);
    expect(saturated).toMatchObject({ outputs: 'probabilities', degenerate: [true] });
    expect(saturated.notes[0]).toMatch(/zero everywhere/);
  });

  it('shows nothing, and says why, where the gradient is zero, constant or not finite', async () => {
    const rows = [
      [0, 0, 0, 0],
      [3, 3, 3, 3],
      [1, 2, 3, 4],
    ];
    const images = tf.tensor4d([1, 1, 1, 1, 1, 1, 1, 1, 1, NaN, 1, 1, 1, 1, 1, 1], [4, 2, 2, 1]);
    const squares = { predict: (x: tf.Tensor4D) => linearModel(rows, [2, 2, 1]).apply(tf.square(x)) as tf.Tensor2D };
    const map = await attentionMap(squares, images, { target: [0, 1, 2, 2] });
    expect(map.degenerate).toEqual([true, true, true, false]);
    expect(map.notes.map((note) => note ?? '')).toEqual([
      expect.stringMatching(/zero/),
      expect.stringMatching(/constant/),
      expect.stringMatching(/not finite/),
      '',
    ]);
    expect(Array.from(map.values.dataSync().slice(0, 12))).toEqual(Array(12).fill(0));
    const predicted = await attentionMap(squares, images);
    expect(predicted.targets).toEqual([1, 1, -1, 1]);
    expect(predicted.notes[2]).toBe('the outputs are not finite');
  });

  it('keeps the sign in the values when asked to', async () => {
    const map = await attentionMap(linearModel(WEIGHTS, [2, 3, 1]), noiseImages([1, 2, 3, 1]), {
      target: 0,
      signed: true,
    });
    [0.6, 0.3, 0.8, 0.1, 1, 0.5].forEach((value, at) => expect(map.values.dataSync()[at]).toBeCloseTo(value, 6));
  });

  it('runs through a network of convolutions, batch norm and pooling', async () => {
    const model = slimNetwork({ inputSize: 16, seed: 2 });
    const images = noiseImages([2, 16, 16, 1]);
    const map = await attentionMap(model, images, { target: 3 });
    expect(map.degenerate).toEqual([false, false]);
    // The step that raises the score most, by the map, does raise it.
    const gain = tf.tidy(() => {
      const step = tf.mul(tf.reshape(map.raw, images.shape), 0.01);
      const score = (batch: tf.Tensor): tf.Tensor => tf.slice(model.predict(batch) as tf.Tensor2D, [0, 3], [-1, 1]);
      return tf.sub(score(tf.add(images, step)), score(images)).dataSync();
    });
    expect(Math.min(...gain)).toBeGreaterThan(0);
    model.dispose();
  });
});
