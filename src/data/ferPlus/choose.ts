import { CLASS_OF_CATEGORY, FER_PLUS_CATEGORIES } from './votes.js';

/**
 * How ten votes become one label.
 *
 * - `'majority'`: the category with the most votes; ties are left out, and so are pictures that are most often called
 *   contempt, unknown or not a face.
 * - `'plurality-of-7'`: the one of FER2013's seven classes with the most votes, whatever contempt, unknown and not a
 *   face got; ties are left out, and so are pictures without a vote for the seven.
 */
export type FerPlusRule = 'majority' | 'plurality-of-7';

/** The rules by name. */
export const FER_PLUS_RULES = ['majority', 'plurality-of-7'] as const satisfies readonly FerPlusRule[];

/** Why a picture is left out. */
export type FerPlusLeftOut = 'contempt' | 'unknown' | 'notAFace' | 'tie' | 'noVotes';

const OUTSIDE: readonly FerPlusLeftOut[] = ['contempt', 'unknown', 'notAFace'];

/**
 * The label that a picture's votes give, as FER2013's class id, or why they give none.
 *
 * @param votes - Ten numbers, in the order of `FER_PLUS_CATEGORIES`.
 */
export function chooseLabel(votes: Uint8Array, rule: FerPlusRule): number | FerPlusLeftOut {
  const seven = CLASS_OF_CATEGORY.length;
  const counted = votes.subarray(0, rule === 'majority' ? FER_PLUS_CATEGORIES.length : seven);
  const most = Math.max(...counted);
  if (most === 0) return 'noVotes';
  const top = counted.indexOf(most);
  if (counted.lastIndexOf(most) !== top) return 'tie';
  return top < seven ? (CLASS_OF_CATEGORY[top] as number) : (OUTSIDE[top - seven] as FerPlusLeftOut);
}
