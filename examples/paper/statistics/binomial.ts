/** Up to here factorials are multiplied out; above, Stirling's series is exact to the last bits of a double. */
const LARGEST_PRODUCT = 20;

/** The natural logarithm of n!. @param n - A whole number of at least 0. */
export function logFactorial(n: number): number {
  if (n <= LARGEST_PRODUCT) {
    let product = 1;
    for (let factor = 2; factor <= n; factor++) product *= factor;
    return Math.log(product);
  }
  const square = n * n;
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square) / n;
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + series;
}

/** The chance of `heads` heads in `tosses` tosses of a fair coin. */
export function fairChance(heads: number, tosses: number): number {
  const ways = logFactorial(tosses) - logFactorial(heads) - logFactorial(tosses - heads);
  return Math.exp(ways - tosses * Math.LN2);
}

/**
 * Exact two-sided binomial test of a fair coin: the chance of a split at least as uneven as this one.
 *
 * @returns In [0, 1]; 1 when nothing was tossed. Below about 1e-308 it is 0.
 */
export function fairCoinTest(heads: number, tails: number): number {
  const tosses = heads + tails;
  const fewer = Math.min(heads, tails);
  let chance = fairChance(fewer, tosses);
  let tail = 0;
  for (let count = fewer; count >= 0; count--) {
    tail += chance;
    chance *= count / (tosses - count + 1);
  }
  return Math.min(1, 2 * tail);
}
