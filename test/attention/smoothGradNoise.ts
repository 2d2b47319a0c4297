import { createRandom } from '../../src/support/random.js';

/** The standard normal noise of SmoothGrad's samples, as its documentation has it: [samples][height][width][channels]. */
export function smoothGradNoise(seed: number, samples: number, [height, width, channels]: [number, number, number]) {
  return Array.from({ length: samples }, (_, sample) => {
    const random = createRandom(seed).fork('smoothGrad', sample);
    return Array.from({ length: height }, () =>
      Array.from({ length: width }, () => Array.from({ length: channels }, () => Number(random.normal().toFixed(7)))),
    );
  });
}
