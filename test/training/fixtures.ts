import { readFileSync } from 'node:fs';

/** Reads a reference made by test/fixtures/training/make_fixtures.py. */
export function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../fixtures/training/${name}`, import.meta.url), 'utf8')) as T;
}

/** The largest distance between two lists of numbers of the same length. */
export function largestDifference(left: ArrayLike<number>, right: ArrayLike<number>): number {
  if (left.length !== right.length) return Infinity;
  return Array.from(left).reduce((most, value, at) => Math.max(most, Math.abs(value - (right[at] as number))), 0);
}
