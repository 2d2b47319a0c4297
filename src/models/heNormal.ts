import type { Random } from '../support/random.js';

/**
 * Values of the normal distribution with mean 0 and standard deviation sqrt(2 / fan), not truncated, in row-major order.
 *
 * Source: He et al. 2015, "Delving Deep into Rectifiers", section 2.2, equation 10 (fan-in) and 14 (fan-out).
 *
 * @param random - The stream the values are drawn from.
 * @param shape - The weight's shape.
 * @param fan - How many inputs each output sums; by default the product of all axes but the last, which is right for
 *   `[inputs, outputs]` and `[height, width, inputs, outputs]`.
 */
export function heNormal(random: Random, shape: readonly number[], fan = product(shape.slice(0, -1))): Float32Array {
  const deviation = Math.sqrt(2 / fan);
  const values = new Float32Array(product(shape));
  for (let at = 0; at < values.length; at++) values[at] = deviation * random.normal();
  return values;
}

/** The number of values in a shape. */
export function product(sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all * size, 1);
}
