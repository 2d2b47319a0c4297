/**
 * Holm's correction (1979) for several tests at once: adjusted p-values, of which those up to 0.05 hold together at
 * an error of 5 % for the whole family, whatever the tests have in common.
 *
 * @param pValues - In [0, 1], in any order.
 * @returns Adjusted ones in [0, 1], in the same order.
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, at) => at).sort((one, other) => pValues[one]! - pValues[other]!);
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  order.forEach((at, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[at]!));
    adjusted[at] = largest;
  });
  return adjusted;
}
