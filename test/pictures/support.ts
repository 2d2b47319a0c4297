import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { expect } from 'vitest';
import { FacePerturbError } from '../../src/support/errors.js';

/** The error of a call that must fail with one of ours. */
export function thrown(act: () => unknown): FacePerturbError {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(FacePerturbError);
    return error as FacePerturbError;
  }
  throw new Error('nothing was thrown');
}

/** The error of work that must fail with one of ours. */
export async function failure(work: () => Promise<unknown>): Promise<FacePerturbError> {
  const error = await work().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FacePerturbError);
  return error as FacePerturbError;
}

/** A PNG as libpng reads it. */
export async function readPng(png: Uint8Array) {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  const { space, hasAlpha } = await sharp(png).metadata();
  return {
    pixels: Uint8Array.from(data),
    width: info.width,
    height: info.height,
    channels: info.channels,
    space,
    hasAlpha,
  };
}

/** The bytes of a `data:` address. */
export function bytesOf(address: string): Uint8Array {
  const [head, body] = address.split(',') as [string, string];
  expect(head).toBe('data:image/png;base64');
  return Uint8Array.from(Buffer.from(body, 'base64'));
}

/** Runs work and expects as many more tensors after it as it says it returns. */
export async function withoutLeak(
  returned: number,
  work: () => Promise<tf.Tensor | string | Uint8Array | void>,
): Promise<void> {
  const before = tf.memory().numTensors;
  const result = await work();
  expect(tf.memory().numTensors - before).toBe(returned);
  if (result instanceof tf.Tensor) result.dispose();
}

/** One pixel of a picture [B,H,W,3] read back. */
export function pixelOf(
  values: ArrayLike<number>,
  [, height, width]: readonly number[],
  image: number,
  row: number,
  column: number,
): number[] {
  const from = ((image * (height as number) + row) * (width as number) + column) * 3;
  return [0, 1, 2].map((channel) => values[from + channel] as number);
}

/** Expects each channel within a part of 1. */
export function expectColour(actual: readonly number[], expected: readonly number[], tolerance = 0.004): void {
  expected.forEach((value, channel) => {
    expect(
      Math.abs((actual[channel] as number) - value),
      `${actual.join(', ')} for ${expected.join(', ')}`,
    ).toBeLessThan(tolerance);
  });
}
