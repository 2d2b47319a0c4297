import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { fromPixels, imageToTensor, tensorToImage, toImageData } from '../../src/data/index.js';
import { onEachBackend } from '../support/backends.js';

/** Red, half-transparent white, black, opaque grey. */
const RGBA = new Uint8ClampedArray([255, 0, 0, 255, 255, 255, 255, 128, 0, 0, 0, 255, 51, 51, 51, 255]);
const picture = { data: RGBA, width: 4, height: 1 };

onEachBackend(() => {
  it('takes RGBA pixels as colours in [0, 1], what is see-through on black', async () => {
    const before = tf.memory().numTensors;
    const image = fromPixels(picture);
    expect(image.shape).toEqual([1, 1, 4, 3]);
    const half = 128 / 255;
    const expected = [1, 0, 0, half, half, half, 0, 0, 0, 0.2, 0.2, 0.2];
    (await image.data()).forEach((value, at) => expect(value).toBeCloseTo(expected[at] as number, 6));
    image.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('makes grey by the luma of BT.601', async () => {
    const image = fromPixels(picture, { channels: 1 });
    const expected = [0.299, 128 / 255, 0, 0.2];
    (await image.data()).forEach((value, at) => expect(value).toBeCloseTo(expected[at] as number, 6));
    image.dispose();
  });

  it('comes back as bytes', async () => {
    const image = fromPixels(picture);
    const bytes = await tensorToImage(image);
    expect(bytes).toMatchObject({ width: 4, height: 1, channels: 3 });
    expect([...bytes.pixels]).toEqual([255, 0, 0, 128, 128, 128, 0, 0, 0, 51, 51, 51]);
    const again = imageToTensor(bytes);
    expect(again.shape).toEqual([1, 1, 4, 3]);
    tf.dispose([image, again]);
  });

  it('refuses NaN, missing bytes, other channels, and too many pixels', async () => {
    const nan = tf.tensor4d([NaN, 0, 0], [1, 1, 1, 3]);
    await expect(tensorToImage(nan)).rejects.toThrow('NaN');
    nan.dispose();
    expect(() => fromPixels({ ...picture, width: 5 })).toThrow(/fromPixels/);
    expect(() => fromPixels(picture, { channels: 2 as 1 })).toThrow('1 (grey) or 3 (RGB)');
    expect(() => fromPixels(picture, { maxPixels: 3 })).toThrow(/fromPixels/);
  });

  it('says that ImageData is a matter of browsers', async () => {
    const image = fromPixels(picture);
    await expect(toImageData(image)).rejects.toMatchObject({ name: 'FacePerturbError', code: 'invalid-argument' });
    image.dispose();
  });
});
