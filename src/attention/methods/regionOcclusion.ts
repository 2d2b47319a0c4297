import * as tf from '@tensorflow/tfjs-core';
import type { FillOption } from '../../perturb/fills/fill.js';
import { maskRegion } from '../../perturb/maskRegion.js';
import type { PerturbResult } from '../../perturb/perturbation.js';
import type { FaceLandmarks } from '../../regions/landmarks.js';
import { readNamedRegions, type NamedRegions } from '../../regions/readNamedRegions.js';
import { checkOptionNames } from '../../support/checks.js';
import type { AttentionMethod } from '../types.js';
import { runPasses, scoresOfChunk } from './passes.js';

/** Options of {@link regionOcclusion}. */
export interface RegionOcclusionOptions {
  /** What is hidden, one after the other: names of facial regions, or regions of any kind by names of your own. */
  regions: NamedRegions;
  /**
   * The landmarks of each image's face, for all images of the call.
   * @default none; regions of the face need them
   */
  landmarks?: readonly (FaceLandmarks | undefined)[] | undefined;
  /**
   * What stands in a hidden region.
   * @default 'mean'
   */
  fill?: FillOption;
  /**
   * Pixels over which a region's edge fades, in [0, 1000].
   * @default 0
   */
  feather?: number;
}

/**
 * Occlusion by region: how much the score drops as each region is hidden. The drops are the map's `details`, by the regions' names; a
 * negative one says that the score rises without the region.
 *
 * A pixel's raw value is the mean drop of the regions that cover it, each by its cover; 0 where there is none. No gradients, no layers.
 *
 * @throws FacePerturbError `invalid-option` for an unknown option, `invalid-argument` for something that is no region. When used:
 * `missing-landmarks` where a region needs them.
 */
export function regionOcclusion(options: RegionOcclusionOptions): AttentionMethod {
  checkOptionNames('regionOcclusion', options, ['regions', 'landmarks', 'fill', 'feather']);
  const { landmarks, fill = 'mean', feather = 0 } = options;
  const hidden = readNamedRegions('regionOcclusion: regions', options.regions).map(([name, region]) => ({
    name,
    hide: maskRegion(region, { fill, feather }),
  }));
  return {
    name: 'regionOcclusion',
    reads: 'positive',
    compute: async (context) => {
      const [batch, height, width] = context.images.shape;
      const faces = landmarks && { landmarks: landmarks.slice(context.start, context.start + batch) };
      const full = await scoresOfChunk(context, context.score);
      const drops = hidden.map(() => [] as number[]);
      const covers = await Promise.all(hidden.map(({ hide }) => coverOf(hide.apply(context.images, faces))));
      await runPasses(context, {
        count: hidden.length,
        change: (at) => (hidden[at] as (typeof hidden)[number]).hide(context.images, faces),
        read: context.score,
        take: (at, scores) => (drops[at] = Array.from(scores, (score, image) => (full[image] as number) - score)),
      });
      const raw = tf.tensor3d(paint(drops, covers, batch, height * width), [batch, height, width]);
      return { raw, details: Object.fromEntries(hidden.map(({ name }, at) => [name, drops[at] as number[]])) };
    },
  };
}

async function coverOf({ images, mask }: PerturbResult): Promise<Float32Array> {
  images.dispose();
  try {
    return (await mask.data()) as Float32Array;
  } finally {
    mask.dispose();
  }
}

/** Mean of the drops at each pixel, by the regions' covers ([H*W], or one for each image in a row). */
function paint(
  drops: readonly number[][],
  covers: readonly Float32Array[],
  batch: number,
  pixels: number,
): Float32Array {
  const values = new Float32Array(batch * pixels);
  for (let at = 0; at < values.length; at++) {
    let [sum, weight] = [0, 0];
    covers.forEach((cover, region) => {
      const share = cover[at % cover.length] as number;
      sum += share * ((drops[region] as number[])[Math.floor(at / pixels)] as number);
      weight += share;
    });
    values[at] = weight > 0 ? sum / weight : 0;
  }
  return values;
}
