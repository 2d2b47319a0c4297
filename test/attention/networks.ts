import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { createRandom } from '../../src/support/random.js';

/** A batch of seeded noise in [0, 1). */
export function noiseImages(shape: [number, number, number, number], seed = 1): tf.Tensor4D {
  return tf.tensor4d(
    noise(
      shape.reduce((product, size) => product * size, 1),
      seed,
    ),
    shape,
  );
}

/** Seeded numbers in [0, 1). */
export function noise(count: number, seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: count }, () => random.next());
}

/**
 * Flatten and one dense layer without bias: the gradient of logit k is column k of the weights, whatever the image.
 *
 * @param weights - One column of height * width * channels numbers for each class.
 */
export function linearModel(
  weights: number[][],
  size: [number, number, number],
  activation?: 'softmax',
): tfl.LayersModel {
  const model = tfl.sequential({
    layers: [
      tfl.layers.flatten({ inputShape: size }),
      tfl.layers.dense({ units: weights.length, useBias: false, activation }),
    ],
  });
  tf.tidy(() => model.setWeights([tf.transpose(tf.tensor2d(weights))]));
  return model;
}

/** A small network with a smooth nonlinearity, made of tfjs operations alone. */
export function convolutionClassifier(channels: number): {
  predict(images: tf.Tensor4D): tf.Tensor2D;
  dispose(): void;
} {
  const filter = tf.tensor4d(noise(9 * channels * 4, 11), [3, 3, channels, 4]);
  const head = tf.tensor2d(noise(4 * 3, 12), [4, 3]);
  return {
    predict: (images) =>
      tf.tidy(() => {
        const features = tf.sigmoid(
          tf.conv2d(tf.sub<tf.Tensor4D>(images, 0.5), tf.sub<tf.Tensor4D>(filter, 0.5), 2, 'same'),
        );
        return tf.matMul(tf.mean(tf.square(features), [1, 2]), tf.sub(head, 0.5)) as tf.Tensor2D;
      }),
    dispose: () => tf.dispose([filter, head]),
  };
}

/** A layer that lets the bright pixels through: its attention is its input, averaged over the channels. */
export class BrightGate extends tfl.layers.Layer {
  static className = 'BrightGate';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const features = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
    return tf.tidy(() => tf.mul(features, this.attention(features)));
  }

  attention(features: tf.Tensor4D): tf.Tensor4D {
    return tf.mean(features, 3, true);
  }

  override computeOutputShape<Shape>(inputShape: Shape): Shape {
    return inputShape;
  }
}
