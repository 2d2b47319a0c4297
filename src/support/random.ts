import { FacePerturbError, show } from './errors.js';

/**
 * A seeded stream of random numbers, the same on every backend and machine.
 *
 * Everything random in this library (masks, fills, k-means starts, shuffles, dropout, first weights) draws from
 * one of these; nothing draws from the engine's global generator.
 */
export interface Random {
  /** The seed and keys this stream was made from, for records. */
  readonly path: string;
  /** A number in [0, 1) with 32 random bits. */
  next(): number;
  /** A number in [low, high). */
  uniform(low: number, high: number): number;
  /** A whole number in [0, count). */
  integer(count: number): number;
  /** A number of the standard normal distribution. */
  normal(): number;
  /** True with the given probability in [0, 1]. */
  chance(probability: number): boolean;
  /** A new array with the items in random order (Fisher-Yates). */
  shuffled<T>(items: ArrayLike<T>): T[];
  /** The numbers 0 … count-1 in random order. */
  permutation(count: number): Int32Array;
  /**
   * An independent stream named by keys, the same whatever was drawn here before: `random.fork('epoch', 3)`.
   * Resuming a run needs no generator state, only the keys.
   */
  fork(...keys: (string | number)[]): Random;
}

/**
 * Makes a seeded stream (sfc32, started from a 128-bit hash of the seed).
 *
 * @param seed - A whole number in [0, 2^53), or any text.
 * @throws FacePerturbError `invalid-argument` when the seed is neither.
 */
export function createRandom(seed: number | string): Random {
  if (typeof seed === 'number' && (!Number.isSafeInteger(seed) || seed < 0)) {
    throw new FacePerturbError('seed', {
      code: 'invalid-argument',
      expected: 'a whole number in [0, 2^53) or a text',
      received: show(seed),
    });
  }
  return new Sfc32(String(seed));
}

class Sfc32 implements Random {
  readonly path: string;
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;
  private spare: number | undefined;

  constructor(path: string) {
    this.path = path;
    [this.a, this.b, this.c] = hash(path);
    for (let round = 0; round < 12; round++) this.bits();
  }

  next(): number {
    return this.bits() / 4294967296;
  }

  uniform(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  integer(count: number): number {
    return Math.floor(this.next() * count);
  }

  normal(): number {
    if (this.spare !== undefined) {
      const kept = this.spare;
      this.spare = undefined;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    const angle = 2 * Math.PI * this.next();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  shuffled<T>(items: ArrayLike<T>): T[] {
    return Array.from(this.permutation(items.length), (at) => items[at] as T);
  }

  permutation(count: number): Int32Array {
    const order = Int32Array.from({ length: count }, (_, at) => at);
    for (let last = count - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      const kept = order[last] as number;
      order[last] = order[other] as number;
      order[other] = kept;
    }
    return order;
  }

  fork(...keys: (string | number)[]): Random {
    return new Sfc32([this.path, ...keys].join('/'));
  }

  private bits(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    this.c |= 0;
    return sum >>> 0;
  }
}

/** Three 32-bit words out of a text: FNV-1a from three offsets, each finished by murmur3's mixer. */
function hash(text: string): [number, number, number] {
  const words = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b].map((offset) => {
    let word = offset;
    for (let at = 0; at < text.length; at++) word = Math.imul(word ^ text.charCodeAt(at), 0x01000193);
    word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return word ^ (word >>> 16);
  });
  return words as [number, number, number];
}
