import * as tf from '@tensorflow/tfjs-core';
import type { ImagePixels } from '../../data/pictures/image.js';
import { imageToTensor, tensorToImage } from '../../data/pictures/tensors.js';
import { coveredPatch } from '../../perturb/covered.js';
import { blurReach } from '../../perturb/fills/blur.js';
import type { Fill } from '../../perturb/fills/fill.js';
import { wholeBlocks } from '../../perturb/fills/pixelate.js';
import { widened, within, type Patch } from '../../perturb/patch.js';
import { replay } from '../../perturb/render.js';
import type { Rows } from '../../perturb/rows.js';
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

/**
 * Masks a picture of any size: beside its bytes and its coverage (4 bytes a pixel), only a band of rows is held as floating-point
 * numbers, and of these only what the shape touches, with as much around it as the fill looks at.
 *
 * @param atOnce - Pixels that are in tensors at once.
 * @returns The picture, and the share of it that is masked.
 * @throws FacePerturbError `invalid-data` for a fill that needs more pixels at once.
 */
export async function maskPicture(
  image: ImagePixels,
  { shape, fill, seed, key }: PictureMasking,
  atOnce = AT_ONCE,
): Promise<{ picture: ImagePixels; share: number }> {
  const { width, height } = image;
  const coverage = rasterise(shape, { height, width });
  const pixels = image.pixels.slice();
  const even: Fill = fill.kind === 'mean' ? { kind: 'constant', value: meanOf(image) } : fill;
  const random = createRandom(seed).fork('mask', key);
  const covered = { values: coverage, count: 1, height, width };
  const all = coveredPatch(covered, { from: 0, to: height });
  for (const rows of all ? bandsOf(all, even, atOnce) : []) {
    const patch = coveredPatch(covered, rows);
    if (!patch) continue;
    const seen = seenBy(even, patch, image);
    const result = tf.tidy(() =>
      replay(imageToTensor(cutOut(image, seen)), {
        ...{ kind: 'maskRegion', batch: 1, height: seen.height, width: seen.width, hit: [true], fill: even },
        shapes: [{ kind: 'grid', values: valuesIn(coverage, width, seen, rows), ...sizeOf(seen), resample: 'nearest' }],
        seed: random.fork(patch.top).path,
      }),
    );
    putBack(pixels, image, patch, (await tensorToImage(result)).pixels, seen);
    result.dispose();
  }
  const share = coverage.reduce((sum, value) => sum + value, 0) / coverage.length;
  return { picture: { ...image, pixels }, share: Math.round(share * 1e6) / 1e6 };
}

/** Bands of rows that hold all that is covered, and can be masked one by one. */
function bandsOf({ top, height, width }: Patch, fill: Fill, atOnce: number): Rows[] {
  const end = top + height;
  if (width * height <= atOnce) return [{ from: top, to: end }];
  if (fill.kind === 'shuffle' || fill.kind === 'neighbour') {
    throw new FacePerturbError(`--fill ${fill.kind}`, {
      code: 'invalid-data',
      expected: `a region within at most ${atOnce} pixels, which this fill needs to see at once`,
      received: `one within ${width} x ${height}`,
      fix: 'Make the picture smaller, or take another fill.',
    });
  }
  // Big pixels are not cut: a band ends where they do.
  const block = fill.kind === 'pixelate' ? fill.size : 1;
  const first = Math.floor(top / block) * block;
  const rows = Math.max(block, Math.floor(atOnce / width / block) * block);
  return Array.from({ length: Math.ceil((end - first) / rows) }, (_, at) => ({
    from: Math.max(top, first + at * rows),
    to: Math.min(end, first + (at + 1) * rows),
  }));
}

/** What a fill looks at to fill a patch. */
function seenBy(fill: Fill, patch: Patch, { height, width, channels }: ImagePixels): Patch {
  const picture: [number, number, number, number] = [1, height, width, channels];
  switch (fill.kind) {
    case 'blur':
      return widened(patch, blurReach(fill.sigma), picture);
    case 'pixelate':
      return wholeBlocks(patch, fill.size, picture);
    case 'neighbour':
      return widened(patch, 1, picture);
    default:
      return patch;
  }
}

function sizeOf({ height, width }: Patch): { height: number; width: number } {
  return { height, width };
}

function cutOut({ pixels, width, channels }: ImagePixels, { top, left, ...size }: Patch): ImagePixels {
  const part = new Uint8Array(size.height * size.width * channels);
  const line = size.width * channels;
  for (let row = 0; row < size.height; row++) {
    const from = ((top + row) * width + left) * channels;
    part.set(pixels.subarray(from, from + line), row * line);
  }
  return { pixels: part, ...size, channels };
}

/** The coverage of what a fill sees; zero in rows that belong to other bands. */
function valuesIn(coverage: Float32Array, width: number, seen: Patch, { from, to }: Rows): number[] {
  const values = new Array<number>(seen.height * seen.width).fill(0);
  for (let row = Math.max(from, seen.top); row < Math.min(to, seen.top + seen.height); row++) {
    const start = row * width + seen.left;
    for (let column = 0; column < seen.width; column++) {
      values[(row - seen.top) * seen.width + column] = coverage[start + column] as number;
    }
  }
  return values;
}

/** Copies a patch of what was masked to its place in the picture. */
function putBack(target: Uint8Array, { width, channels }: ImagePixels, patch: Patch, masked: Uint8Array, seen: Patch) {
  const { top, left } = within(patch, seen);
  for (let row = 0; row < patch.height; row++) {
    const from = ((top + row) * seen.width + left) * channels;
    const line = masked.subarray(from, from + patch.width * channels);
    target.set(line, ((patch.top + row) * width + patch.left) * channels);
  }
}

/** Mean of each channel, in [0, 1]. */
function meanOf({ pixels, channels }: ImagePixels): number[] {
  const sums = new Array<number>(channels).fill(0);
  for (let at = 0; at < pixels.length; at++) sums[at % channels]! += pixels[at] as number;
  return sums.map((sum) => sum / ((pixels.length / channels) * 255));
}
