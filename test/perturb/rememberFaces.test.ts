import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../src/backends/index.js';
import { meanShape } from '../../src/landmarks/index.js';
import { facialRegion, maskRegion } from '../../src/index.js';

describe('a face that comes again', () => {
  beforeAll(async () => {
    await useBackend('cpu');
  });

  /** Where the mouth is hidden, as the mean row of what is set to zero. */
  function rowOfMouth(hide: ReturnType<typeof maskRegion>, landmarks: ReturnType<typeof meanShape>): number {
    return tf.tidy(() => {
      const hidden = hide(tf.ones([1, 48, 48, 1]), { landmarks: [landmarks] });
      const rows = tf.sum(tf.sub(1, hidden), [0, 2, 3]).dataSync<'float32'>();
      const total = rows.reduce((sum, value) => sum + value, 0);
      return rows.reduce((sum, value, at) => sum + value * (at + 0.5), 0) / total;
    });
  }

  it('is masked where it is now, also when its landmarks were moved in place', () => {
    const hide = maskRegion(facialRegion('mouth'));
    const landmarks = structuredClone(meanShape({ height: 48, width: 48 }));
    const before = rowOfMouth(hide, landmarks);
    expect(rowOfMouth(hide, landmarks)).toBe(before);
    for (const point of landmarks.points as unknown as [number, number][]) point[1] -= 3;
    expect(rowOfMouth(hide, landmarks)).toBeCloseTo(before - 3, 1);
  });

  it('is found anew in a picture of another size', () => {
    const hide = maskRegion(facialRegion('mouth'));
    const landmarks = meanShape({ height: 48, width: 48 });
    const images = tf.ones<tf.Rank.R4>([1, 24, 48, 1]);
    rowOfMouth(hide, landmarks);
    const cut = hide(images, { landmarks: [landmarks] });
    expect(tf.min(cut).dataSync()[0]).toBe(1); // The mouth lies below this picture.
    tf.dispose([images, cut]);
  });
});
