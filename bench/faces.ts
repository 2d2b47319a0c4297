import * as tf from '@tensorflow/tfjs-core';
import { meanShape } from '../src/landmarks/meanShape.js';
import type { FaceLandmarks } from '../src/regions/landmarks.js';
import { numbers } from './numbers.js';

/** Pictures [count,side,side,1] in [0, 1], and a face in each, no two in the same place. */
export function faces(count: number, side: number): { images: tf.Tensor4D; landmarks: FaceLandmarks[] } {
  const { points } = meanShape({ width: side, height: side });
  const offsets = numbers(2 * count);
  const landmarks = Array.from({ length: count }, (_, face): FaceLandmarks => {
    const [right, down] = [0, 1].map((at) => ((offsets[2 * face + at] as number) - 0.5) * 0.08 * side) as [
      number,
      number,
    ];
    return { scheme: 'ibug68', points: points.map(([x, y]) => [x + right, y + down] as const) };
  });
  return { images: tf.tensor4d(numbers(count * side * side), [count, side, side, 1]), landmarks };
}
