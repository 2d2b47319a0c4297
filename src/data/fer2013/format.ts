/** Pixels along one side of a FER2013 picture. */
export const FER2013_SIDE = 48;

/** Pixels of a FER2013 picture. */
export const FER2013_PIXELS = FER2013_SIDE * FER2013_SIDE;

/** The values of FER2013's `Usage` column. */
export const FER2013_USAGES = ['Training', 'PublicTest', 'PrivateTest'] as const;

/** A value of FER2013's `Usage` column. */
export type Fer2013Usage = (typeof FER2013_USAGES)[number];

/** The names of the three parts of {@link DatasetSplits}. */
export const SPLIT_NAMES = ['train', 'validation', 'test'] as const;

/** The name of a part of {@link DatasetSplits}. */
export type SplitName = (typeof SPLIT_NAMES)[number];

/** Which part of the data each `Usage` is: training, choosing, reporting. */
export const SPLIT_OF_USAGE: Readonly<Record<Fer2013Usage, SplitName>> = {
  Training: 'train',
  PublicTest: 'validation',
  PrivateTest: 'test',
};

/** The `Usage` of each part of the data. */
export const USAGE_OF_SPLIT: Readonly<Record<SplitName, Fer2013Usage>> = {
  train: 'Training',
  validation: 'PublicTest',
  test: 'PrivateTest',
};

/**
 * Pictures of each class (in the order of `EMOTIONS`) in FER2013 as Kaggle publishes it: 28,709 in Training, 3,589 in
 * PublicTest, 3,589 in PrivateTest. Source: counted on the file whose md5 is f8428a1edbd21e88f42c73edd2a14f95, the
 * one that torchvision's FER2013 data set checks too.
 */
export const OFFICIAL_CLASS_COUNTS: Readonly<Record<SplitName, readonly number[]>> = {
  train: [3995, 436, 4097, 7215, 4830, 3171, 4965],
  validation: [467, 56, 496, 895, 653, 415, 607],
  test: [491, 55, 528, 879, 594, 416, 626],
};

/** Pictures in each part of FER2013 as Kaggle publishes it. */
export const OFFICIAL_COUNTS: Readonly<Record<SplitName, number>> = { train: 28_709, validation: 3_589, test: 3_589 };

/** The label of a picture whose class the source doesn't tell (only with `labels: 'unknown'`). */
export const UNLABELLED = 255;
