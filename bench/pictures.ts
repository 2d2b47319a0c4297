import { EMOTIONS, type ImageDataset } from '../src/data/dataset.js';
import { FER2013_PIXELS, FER2013_SIDE } from '../src/data/fer2013/format.js';
import { numbers } from './numbers.js';

/** Noise of FER2013's kind and size: how long a training takes does not depend on what the pictures show. */
export function noisePictures(name: string, size: number): ImageDataset {
  const values = numbers(64 * FER2013_PIXELS).map((value) => 255 * value);
  const pixels = new Uint8Array(size * FER2013_PIXELS);
  for (let at = 0; at < pixels.length; at += values.length) {
    pixels.set(values.subarray(0, Math.min(values.length, pixels.length - at)), at);
  }
  const labels = Uint8Array.from({ length: size }, (_, at) => at % EMOTIONS.length);
  return { name, classNames: EMOTIONS, size, height: FER2013_SIDE, width: FER2013_SIDE, channels: 1, pixels, labels };
}
