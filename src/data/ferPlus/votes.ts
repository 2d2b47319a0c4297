import type { SplitName } from '../fer2013/format.js';

/**
 * What a FER+ tagger could call a picture, in the order of the votes and of the columns in Microsoft's
 * `fer2013new.csv`: eight expressions, unknown, and NF (not a face).
 */
export const FER_PLUS_CATEGORIES = [
  'neutral',
  'happiness',
  'surprise',
  'sadness',
  'anger',
  'disgust',
  'fear',
  'contempt',
  'unknown',
  'NF',
] as const;

/** What a FER+ tagger could call a picture. */
export type FerPlusCategory = (typeof FER_PLUS_CATEGORIES)[number];

/** FER2013's class id of each of the first seven categories. */
export const CLASS_OF_CATEGORY: readonly number[] = [6, 3, 5, 4, 0, 1, 2];

/** The votes of one part of the data, in the order of FER2013's rows. */
export interface FerPlusSplitVotes {
  /** Number of pictures. */
  readonly size: number;
  /** How many of the ten taggers chose each category: `[size, 10]`, in the order of {@link FER_PLUS_CATEGORIES}. */
  readonly votes: Uint8Array;
  /** Pictures that FER+ took out as no faces: those without an image name, 173 in all. */
  readonly unnamed: number;
}

/** The votes of ten taggers for each picture of FER2013 (Barsoum et al. 2016, arXiv:1608.01041). */
export type FerPlusVotes = Readonly<Record<SplitName, FerPlusSplitVotes>>;
