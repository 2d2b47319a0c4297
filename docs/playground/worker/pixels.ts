import type { Tensor4D } from '@tensorflow/tfjs-core';
import { tensorToImage, type ImagePixels } from '../../../src/data/index.js';
import type { Pixels } from '../protocol.js';

const LUMA = [0.299, 0.587, 0.114] as const;

/** Bytes as a canvas takes them. */
export function canvasPixels({ pixels, width, height, channels }: ImagePixels): Pixels {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let at = 0; at < 3; at++)
      data[pixel * 4 + at] = pixels[pixel * channels + (channels === 1 ? 0 : at)] as number;
  }
  return { width, height, data };
}

/** A canvas's bytes as RGB; what is see-through comes out on white, as on paper. */
export function rgbOf({ data, width, height }: ImageData): ImagePixels {
  const pixels = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const opacity = (data[pixel * 4 + 3] as number) / 255;
    for (let at = 0; at < 3; at++) {
      pixels[pixel * 3 + at] = Math.round(opacity * (data[pixel * 4 + at] as number) + 255 * (1 - opacity));
    }
  }
  return { pixels, width, height, channels: 3 };
}

/** A picture in grey (ITU-R BT.601) or in colour. */
export function withChannels(picture: ImagePixels, channels: 1 | 3): ImagePixels {
  const { pixels, width, height } = picture;
  if (picture.channels === channels) return picture;
  const result = new Uint8Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++) {
    if (channels === 3) result.fill(pixels[pixel] as number, pixel * 3, pixel * 3 + 3);
    else result[pixel] = Math.round(LUMA.reduce((sum, part, at) => sum + part * (pixels[pixel * 3 + at] as number), 0));
  }
  return { pixels: result, width, height, channels };
}

/** A tensor [1,H,W,C] as a canvas takes it; disposes it. */
export async function readBack(image: Tensor4D): Promise<Pixels> {
  try {
    return canvasPixels(await tensorToImage(image));
  } finally {
    image.dispose();
  }
}
