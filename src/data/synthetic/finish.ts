import { createRandom } from '../../support/random.js';
import type { PictureQuality } from './parameters.js';

/** What a camera does to a picture: blur, contrast, brightness, noise, and bytes in the end. */
export function develop(tones: Float32Array, size: number, quality: PictureQuality): Uint8Array {
  const { brightness, contrast, blur, noise, noiseSeed } = quality;
  const sharp = blur * size < 0.2 ? tones : blurred(tones, size, blur * size);
  const random = createRandom(noiseSeed);
  const bytes = new Uint8Array(tones.length);
  for (let at = 0; at < bytes.length; at++) {
    const grain = noise > 0 ? noise * random.normal() : 0;
    const value = (Math.sqrt(Math.max(0, sharp[at] as number)) - 0.5) * contrast + 0.5 + brightness + grain;
    bytes[at] = Math.min(255, Math.max(0, Math.round(255 * value)));
  }
  return bytes;
}

/** Gaussian blur, one direction after the other; the edge goes on outside. */
function blurred(values: Float32Array, size: number, sigma: number): Float32Array {
  const reach = Math.max(1, Math.ceil(2.5 * sigma));
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, at) => Math.exp(-0.5 * ((at - reach) / sigma) ** 2));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const across = blurRows(values, size, weights, total);
  return blurRows(across, size, weights, total);
}

/** Blurs along rows and transposes, so that a second pass blurs along columns and turns the picture back. */
function blurRows(values: Float32Array, size: number, weights: Float64Array, total: number): Float32Array {
  const reach = (weights.length - 1) / 2;
  const out = new Float32Array(values.length);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let sum = 0;
      for (let step = -reach; step <= reach; step++) {
        const from = Math.min(size - 1, Math.max(0, x + step));
        sum += (weights[step + reach] as number) * (values[y * size + from] as number);
      }
      out[x * size + y] = sum / total;
    }
  }
  return out;
}
