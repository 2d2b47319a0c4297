import type { Random } from '../support/random.js';

/**
 * For each pixel its place in the order of attention: 0 for the most. Pixels of equal attention come in a random order, since the order
 * of their rows would favour the upper ones.
 */
export function rankPixels(values: ArrayLike<number>, random: Random): Uint32Array {
  const order = Array.from(random.permutation(values.length));
  order.sort((a, b) => (values[b] as number) - (values[a] as number));
  const ranks = new Uint32Array(order.length);
  order.forEach((pixel, rank) => (ranks[pixel] = rank));
  return ranks;
}
