import type { Estimate, ImageNotes, Measurement } from './types.js';

/** Mean and standard error of the numbers that are there. */
export function estimate(values: readonly (number | null)[]): Estimate {
  const numbers = values.filter((value) => value !== null);
  const images = numbers.length;
  if (images === 0) return { mean: null, standardError: null, images };
  const mean = numbers.reduce((sum, value) => sum + value, 0) / images;
  if (images === 1) return { mean, standardError: null, images };
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (images - 1) / images), images };
}

/** Numbers for each image with their mean. */
export function measurement(values: (number | null)[]): Measurement {
  return { values, ...estimate(values) };
}

/** For curves of equal length, one an image: the mean at each place. */
export function estimateCurve(curves: readonly (readonly number[] | null)[], length: number): Estimate[] {
  return Array.from({ length }, (_, at) => estimate(curves.map((curve) => curve?.[at] ?? null)));
}

/** Counts the notes. */
export function imageNotes(notes: (string | null)[]): ImageNotes {
  return { notes, leftOut: notes.filter((note) => note !== null).length };
}
