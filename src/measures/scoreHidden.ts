import type { Fill } from '../perturb/fills/fill.js';
import type { Random } from '../support/random.js';
import { pixelHider } from './hidePixels.js';
import { rankPixels } from './rankPixels.js';
import { imageOf } from './readMap.js';
import { scoreVariants } from './scoreVariants.js';
import type { VariantScores } from './scoreVariants.js';
import type { Scored } from './scoring.js';

/** Which pixels are hidden in which copy: those whose places in the order of attention are from `from` to `to - 1`. */
export interface HiddenRanks {
  readonly from: number;
  readonly to: number;
}

/** Scores copies of each image in which pixels are hidden by their place in the order of attention. */
export function scoreHidden(
  scored: Scored,
  fill: Fill,
  random: Random,
  copies: readonly HiddenRanks[],
): Promise<VariantScores> {
  const hide = pixelHider(fill, random);
  const ranksOf = keepLast((image) => rankPixels(imageOf(scored.map, image), random.fork('ties', image)));
  return scoreVariants(scored, {
    count: copies.length,
    make: (picture, image, first, end) => {
      const ranks = ranksOf(image);
      const masks = new Float32Array((end - first) * ranks.length);
      copies.slice(first, end).forEach(({ from, to }, copy) => {
        ranks.forEach((rank, pixel) => (masks[copy * ranks.length + pixel] = rank >= from && rank < to ? 1 : 0));
      });
      return hide(picture, masks, { image, first });
    },
  });
}

/** Remembers one image's result: its copies may come in several calls, one after the other. */
function keepLast<Result>(find: (image: number) => Result): (image: number) => Result {
  let last: { image: number; result: Result } | undefined;
  return (image) => {
    if (last?.image !== image) last = { image, result: find(image) };
    return last.result;
  };
}
