import type { Perturbation } from '../perturb/perturbation.js';
import { wearMask, type WearMaskOptions } from '../perturb/wearMask.js';

/** How the masks of a masked data set look: the options of `wearMask`, but for the chance of one. */
export type MaskFerLook = Omit<WearMaskOptions, 'probability'>;

/** The names of {@link MaskFerLook}. */
export const MASK_NAMES = ['style', 'colour', 'variation', 'light', 'seed'] as const;

/** The perturbation that puts such masks on. */
export function chooseMask(look: MaskFerLook): Perturbation {
  return wearMask(look);
}
