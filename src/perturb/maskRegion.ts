import { readRegion } from '../regions/readRegion.js';
import { needsLandmarks } from '../regions/region.js';
import type { Region } from '../regions/region.js';
import { landmarksOfBatch } from '../regions/regionMask.js';
import { resolveRegion } from '../regions/resolve.js';
import type { Picture } from '../regions/resolve.js';
import type { Shape } from '../regions/shape.js';
import { checkNumber, checkOptionNames } from '../support/checks.js';
import { createRandom } from '../support/random.js';
import { createPerturbation } from './createPerturbation.js';
import type { FullContext } from './createPerturbation.js';
import { deepFreeze } from './deepFreeze.js';
import { readFill } from './fills/fill.js';
import type { FillOption } from './fills/fill.js';
import type { BatchSize, Perturbation } from './perturbation.js';
import { rememberFaces } from './rememberFaces.js';

/** Options of {@link maskRegion}. */
export interface MaskRegionOptions {
  /**
   * What stands in the region instead: a name or an object such as `{ kind: 'constant', value: 0.5 }`.
   *
   * @default 'zero'
   */
  fill?: FillOption;
  /**
   * Softens the region's edge: a Gaussian of this full width at one standard deviation (sigma = feather / 2), in pixels in [0, 1000], so
   * that the mask fades over about this many pixels to either side. 0 leaves the antialiased edge of one pixel.
   *
   * @default 0
   */
  feather?: number;
  /**
   * Chance of each image to be masked, in [0, 1].
   *
   * @default 1
   */
  probability?: number;
  /**
   * Of the choice of images and of noise: a whole number from 0 up, or a text.
   *
   * @default 0
   */
  seed?: number | string;
}

const OPTION_NAMES = ['fill', 'feather', 'probability', 'seed'];

/**
 * Puts something else in the place of a region: `images * (1 - mask) + fill * mask`.
 *
 * The primitive of the paper (arXiv:2411.00824): a protective mask drawn over faces and a pixel cluster set to zero are both this. A region
 * without landmarks is drawn once per picture size, and gives a mask `[1,H,W,1]` for the whole batch. An empty mask (a
 * region that lies outside the picture) leaves the images as they are.
 *
 * @example
 * const hideMouth = maskRegion(facialRegion('mouth'), { fill: 'blur', feather: 2 });
 * const { images: hidden, mask, parameters } = hideMouth.apply(images, { landmarks });
 * const again = hideMouth.replay(images, parameters); // the same bits
 *
 * @param region - Where.
 * @throws FacePerturbError `invalid-option` on a bad option, `invalid-argument` when the region is none. When called: `missing-landmarks`
 * when the region needs them and an image has none, `invalid-shape` when the images are not an image batch.
 */
export function maskRegion(region: Region, options: MaskRegionOptions = {}): Perturbation {
  checkOptionNames('maskRegion', options, OPTION_NAMES);
  const where = readRegion(region);
  const fill = deepFreeze(readFill('maskRegion: fill', options.fill ?? 'zero'));
  const feather = checkNumber('maskRegion: feather', options.feather ?? 0, { min: 0, max: 1000 });
  const probability = checkNumber('maskRegion: probability', options.probability ?? 1, { min: 0, max: 1 });
  const seed = options.seed ?? 0;
  const stream = createRandom(seed);
  const shapesOf = finder(where, feather);

  return createPerturbation({
    description: { kind: 'maskRegion', region: where, fill, feather, probability, seed },
    sample: (size, context) => {
      const random = stream.fork('maskRegion', context.key);
      const hit = context.only.map((may) => (probability === 1 || random.chance(probability)) && may);
      const { batch, height, width } = size;
      const shapes = shapesOf(size, context, hit);
      return { kind: 'maskRegion', batch, height, width, shapes, hit, fill, seed: random.fork('fill').path };
    },
  });
}

type Finder = (size: BatchSize, context: FullContext, hit: readonly boolean[]) => readonly (Shape | null)[];

function finder(region: Region, feather: number): Finder {
  const find = (picture: Picture): Shape => {
    const shape = resolveRegion(region, picture);
    return feather === 0 ? shape : { kind: 'soften', shape, sigma: feather / 2 };
  };
  return needsLandmarks(region) ? findPerFace(find) : findOnce(find);
}

/** Keeps the shapes of the faces it saw last: the faces of a data set come again, each epoch or each measure anew. */
function findPerFace(find: (picture: Picture) => Shape): Finder {
  const known = rememberFaces(find);
  return ({ batch, height, width }, context, hit) =>
    landmarksOfBatch('maskRegion', context.landmarks, batch).map((landmarks, image) =>
      hit[image] ? known({ height, width, landmarks }) : null,
    );
}

/** Keeps the last size's shape, frozen, so that it is the same object each time and is drawn once. */
function findOnce(find: (picture: Picture) => Shape): Finder {
  let last: { height: number; width: number; shapes: readonly Shape[] } | undefined;
  return ({ height, width }) => {
    if (last?.height !== height || last.width !== width) {
      last = { height, width, shapes: deepFreeze([find({ height, width })]) };
    }
    return last.shapes;
  };
}
