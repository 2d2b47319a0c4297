import { checkLength } from './arms.js';
import { fairCoinTest } from './binomial.js';

/** The faces on which two networks disagree, and what that says. */
export interface McNemar {
  /** Faces that only the first names rightly. */
  onlyFirst: number;
  /** Faces that only the second names rightly. */
  onlySecond: number;
  /** Exact and two-sided, in [0, 1]; 1 where no face tells the networks apart. */
  pValue: number;
}

/**
 * McNemar's test (1947) of two networks on the same faces: were both as good, each face that only one of them names
 * rightly would fall to either with the same chance. Exact for any number of such faces, by the binomial distribution.
 *
 * @param first - Predicted class id of each face.
 * @param second - The other network's.
 * @param labels - True class ids.
 * @throws FacePerturbError `invalid-argument` for unequal lengths.
 */
export function mcnemar(first: Uint8Array, second: Uint8Array, labels: Uint8Array): McNemar {
  checkLength('mcnemar', 'first', first, labels.length);
  checkLength('mcnemar', 'second', second, labels.length);
  let onlyFirst = 0;
  let onlySecond = 0;
  for (let face = 0; face < labels.length; face++) {
    const firstRight = first[face] === labels[face];
    const secondRight = second[face] === labels[face];
    if (firstRight && !secondRight) onlyFirst++;
    if (secondRight && !firstRight) onlySecond++;
  }
  return { onlyFirst, onlySecond, pValue: fairCoinTest(onlyFirst, onlySecond) };
}
