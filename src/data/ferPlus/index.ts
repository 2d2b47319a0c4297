export { readFerPlus, type ReadFerPlusOptions } from './readFerPlus.js';
export {
  withFerPlusLabels,
  type FerPlusCounts,
  type FerPlusLabelled,
  type FerPlusLabelOptions,
} from './withFerPlusLabels.js';
export type { FerPlusLeftOut, FerPlusRule } from './choose.js';
export { FER_PLUS_CATEGORIES, type FerPlusCategory, type FerPlusSplitVotes, type FerPlusVotes } from './votes.js';
