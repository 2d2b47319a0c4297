/**
 * The t that Student's distribution stays within, on both sides of 0, with the chance `level`: 2.776 for 0.95 and 4
 * degrees of freedom.
 *
 * With t = sqrt(freedom) tan(angle) the chance is a finite sum of powers of the cosine (Abramowitz and Stegun 1964,
 * 26.7.3 and 26.7.4), and the angle lies between 0 and a right one, so that halving finds it.
 *
 * @param level - In [0, 1).
 * @param freedom - A whole number of at least 1.
 */
export function studentReach(level: number, freedom: number): number {
  let [low, high] = [0, Math.PI / 2];
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (chanceWithin(middle, freedom) < level) low = middle;
    else high = middle;
  }
  return Math.sqrt(freedom) * Math.tan((low + high) / 2);
}

function chanceWithin(angle: number, freedom: number): number {
  const square = Math.cos(angle) ** 2;
  const odd = freedom % 2 === 1;
  let term = odd ? Math.cos(angle) : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let power = odd ? 3 : 2; power <= freedom - 2; power += 2) {
    term *= (square * (power - 1)) / power;
    sum += term;
  }
  const series = Math.sin(angle) * sum;
  return odd ? (2 / Math.PI) * (angle + series) : series;
}
