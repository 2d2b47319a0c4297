import * as tf from '@tensorflow/tfjs-core';
import { maskRegion } from '../../src/perturb/maskRegion.js';
import { facialRegion } from '../../src/regions/faceParts.js';
import { resolveRegion } from '../../src/regions/resolve.js';
import { faces } from '../faces.js';
import type { Prepared, Setting, TimedTask } from '../task.js';
import { settle } from '../tensors.js';

const SIDE = 48;

/** The mouths of 1,024 faces set to zero by their landmarks, with sharp and with soft edges. */
export const MASK_FACES_TASKS: TimedTask[] = [0, 2].map((feather) => ({
  name: `maskRegion/1024-faces-48px-${feather === 0 ? 'sharp' : 'soft'}`,
  unit: 'images',
  setup: (setting) => setup(feather, setting),
}));

async function setup(feather: number, { quick, share }: Setting): Promise<Prepared> {
  const count = quick ? 16 : 1024;
  const { images, landmarks } = faces(count, SIDE);
  const mouth = facialRegion('mouth');
  const hideMouth = maskRegion(mouth, { feather });
  const outlines = landmarks.map((each) => {
    const shape = resolveRegion(mouth, { height: SIDE, width: SIDE, landmarks: each });
    if (shape.kind !== 'paths') throw new Error(`A mouth is expected to be an outline, not ${shape.kind}.`);
    return shape.paths[0] ?? [];
  });
  const path = await share?.('outlines.f32', Float32Array.from(outlines.flat(2)));
  return {
    work: count,
    given: { side: SIDE, count, sigma: feather / 2, ...(path !== undefined && { path }) },
    // Outlines that OpenCV fills include their border.
    tolerance: 0.01,
    run: () => settle(hideMouth(images, { landmarks })),
    check: async () => {
      const mean = tf.tidy(() => tf.mean(hideMouth(images, { landmarks })));
      const numbers = Array.from(await mean.data());
      mean.dispose();
      return numbers;
    },
    dispose: () => images.dispose(),
  };
}
