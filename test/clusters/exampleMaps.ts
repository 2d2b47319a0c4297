import { expect } from 'vitest';
import { FacePerturbError } from '../../src/support/errors.js';
import type { PlainAttention } from '../../src/clusters/types.js';

/** A map of a value for each row and column. */
export function plain(height: number, width: number, value: (row: number, column: number) => number): PlainAttention {
  const values = Array.from({ length: height * width }, (_, at) => value(Math.floor(at / width), at % width));
  return { values, height, width };
}

/** A map with soft spots: where each is as parts of height and width, how strong, and its size in pixels. */
export function spotMap(
  side: number,
  places: readonly (readonly [y: number, x: number, strength?: number])[],
  size = 2.5,
): PlainAttention {
  return plain(side, side, (row, column) =>
    places.reduce((sum, [y, x, strength = 1]) => {
      const [dy, dx] = [row - y * (side - 1), column - x * (side - 1)];
      return sum + strength * Math.exp(-(dy * dy + dx * dx) / (2 * size * size));
    }, 0),
  );
}

/** Three spots far apart, with a flat remainder. */
export const spots = plain(24, 24, (row, column) => {
  const spot = (y: number, x: number): number => Math.exp(-((row - y) ** 2 + (column - x) ** 2) / 12);
  return spot(6, 5) + spot(7, 18) + spot(18, 12);
});

/** Several maps of one size as the images of one source. */
export function stacked(...maps: readonly PlainAttention[]): PlainAttention & { images: number } {
  const [{ height, width }] = maps as [PlainAttention];
  return { values: maps.flatMap(({ values }) => Array.from(values)), height, width, images: maps.length };
}

/** The pixelwise mean of maps of one size. */
export function meanOf(...maps: readonly PlainAttention[]): PlainAttention {
  const [first] = maps as [PlainAttention];
  const values = Array.from(first.values, (_, at) =>
    maps.reduce((sum, map) => sum + (map.values[at] as number) / maps.length, 0),
  );
  return { ...first, values };
}

/** The error of work that must fail with one of ours. */
export async function failure(work: Promise<unknown>): Promise<FacePerturbError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FacePerturbError);
  return error as FacePerturbError;
}
