import * as tf from '@tensorflow/tfjs-core';
import type { ImagePixels } from '../../data/pictures/image.js';
import { imageToTensor, tensorToImage } from '../../data/pictures/tensors.js';
import type { Fill } from '../../perturb/fills/fill.js';
import { replay } from '../../perturb/render.js';
import { rasterise } from '../../regions/rasterise.js';
import type { Shape } from '../../regions/shape.js';
import { createRandom } from '../../support/random.js';
import { FacePerturbError } from '../../support/errors.js';

/** Pixels that are in tensors at once: 48 MB of colours. Larger pictures are done in bands of rows. */
const AT_ONCE = 4_000_000;

/** How a picture is masked. */
export interface PictureMasking {
  readonly shape: Shape;
  readonly fill: Fill;
  readonly seed: string;
  /** Names the draws of this picture. */
  readonly key: string;
}

interface Band {
  /** Rows that are computed, and those of them that are kept. */
  readonly from: number;
  readonly to: number;
  readonly keepFrom: number;
  readonly keepTo: number;
}

/**
 * Masks a picture of any size: beside its bytes and its coverage (4 bytes a pixel), only a band of rows is held as floating-point
 * numbers, and only bands that the shape touches are computed.
 *
 * @returns The picture, and the share of it that is masked.
 * @throws FacePerturbError `invalid-data` for a fill that needs a larger picture at once.
 */
export async function maskPicture(
  image: ImagePixels,
  { shape, fill, seed, key }: PictureMasking,
): Promise<{ picture: ImagePixels; share: number }> {
  const { width, height, channels } = image;
  const coverage = rasterise(shape, { height, width });
  const pixels = image.pixels.slice();
  const even: Fill = fill.kind === 'mean' ? { kind: 'constant', value: meanOf(image) } : fill;
  const random = createRandom(seed).fork('mask', key);
  for (const { from, to, keepFrom, keepTo } of bandsOf(image, even)) {
    const mask = coverage.subarray(from * width, to * width);
    if (!coverage.subarray(keepFrom * width, keepTo * width).some((value) => value > 0)) continue;
    const values = Array.from(mask);
    const part = { pixels: image.pixels.subarray(from * width * channels, to * width * channels), width, channels };
    const result = tf.tidy(() =>
      replay(imageToTensor({ ...part, height: to - from }), {
        ...{ kind: 'maskRegion', batch: 1, height: to - from, width, hit: [true], fill: even },
        shapes: [{ kind: 'grid', values, height: to - from, width, resample: 'nearest' }],
        seed: random.fork(from).path,
      }),
    );
    const done = await tensorToImage(result);
    result.dispose();
    const line = width * channels;
    pixels.set(done.pixels.subarray((keepFrom - from) * line, (keepTo - from) * line), keepFrom * line);
  }
  const share = coverage.reduce((sum, value) => sum + value, 0) / coverage.length;
  return { picture: { ...image, pixels }, share: Math.round(share * 1e6) / 1e6 };
}

/** Bands whose results are those of the whole picture: each sees as many rows beyond its own as the fill reaches. */
function bandsOf({ width, height }: ImagePixels, fill: Fill): Band[] {
  if (width * height <= AT_ONCE) return [{ from: 0, to: height, keepFrom: 0, keepTo: height }];
  if (fill.kind === 'shuffle' || fill.kind === 'neighbour') {
    throw new FacePerturbError(`--fill ${fill.kind}`, {
      code: 'invalid-data',
      expected: `a picture of at most ${AT_ONCE} pixels, which this fill needs to see at once`,
      received: `${width} x ${height}`,
      fix: 'Make it smaller, or take another fill.',
    });
  }
  const reach = fill.kind === 'blur' ? Math.ceil(4 * fill.sigma) + 1 : 0;
  const block = fill.kind === 'pixelate' ? fill.size : 1;
  const rows = Math.max(block, Math.floor(AT_ONCE / width / block) * block);
  return Array.from({ length: Math.ceil(height / rows) }, (_, at) => {
    const keepFrom = at * rows;
    const keepTo = Math.min(height, keepFrom + rows);
    return { from: Math.max(0, keepFrom - reach), to: Math.min(height, keepTo + reach), keepFrom, keepTo };
  });
}

/** Mean of each channel, in [0, 1]. */
function meanOf({ pixels, channels }: ImagePixels): number[] {
  const sums = new Array<number>(channels).fill(0);
  for (let at = 0; at < pixels.length; at++) sums[at % channels]! += pixels[at] as number;
  return sums.map((sum) => sum / ((pixels.length / channels) * 255));
}
