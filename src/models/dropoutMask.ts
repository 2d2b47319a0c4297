import { createRandom } from '../support/random.js';

/** What decides which values a dropout keeps, as `OWN_KERNELS.dropout` takes it. */
export interface DropoutDraw {
  /** Two words of 32 bits that name the draw. */
  first: number;
  second: number;
  /** A value stays where the 32 bits of its place, without sign, are at least this. */
  threshold: number;
  /** What a value that stays is multiplied with. */
  scale: number;
}

/** The draw of a name: equal names and rates, equal masks. */
export function dropoutDraw(rate: number, ...name: [string, ...(string | number)[]]): DropoutDraw {
  const [path, ...keys] = name;
  const random = createRandom(path).fork(...keys);
  const word = () => (random.next() * 2 ** 32) | 0;
  return { first: word(), second: word(), threshold: Math.floor(rate * 2 ** 32), scale: 1 / (1 - rate) };
}

/**
 * What values are multiplied with. The bits of a place are a hash of it, so that a kernel needs no mask and may begin anywhere; its mixer is
 * murmur3's, with the factors of C. Wellons' lowbias32.
 */
export function dropoutMask(size: number, { first, second, threshold, scale }: DropoutDraw): Float32Array {
  const mask = new Float32Array(size);
  for (let at = 0; at < size; at++) {
    let bits = Math.imul(at + first, 0x9e3779b1) ^ second;
    bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d);
    bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
    if ((bits ^ (bits >>> 16)) >>> 0 >= threshold) mask[at] = scale;
  }
  return mask;
}
