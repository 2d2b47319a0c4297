import type { Sharp } from './loadSharp.js';

/** What pictures of any size and kind become. */
export interface PictureShape {
  /**
   * Side of the square in pixels, in 1 … 4096.
   *
   * @default 48
   */
  size: number;
  /**
   * Values a pixel: 1 grey, 3 RGB.
   *
   * @default 1
   */
  channels: 1 | 3;
  /**
   * What happens to a picture that isn't square: `'cover'` cuts out the middle, `'contain'` adds black edges. Nothing
   * is stretched.
   *
   * @default 'cover'
   */
  fit: 'cover' | 'contain';
}

/**
 * The values of a picture in 0 … 255, [size, size, channels]: turned upright by its EXIF orientation, transparency on
 * black, 16 bits brought to 8. Returns the error of one that can't be decoded.
 */
export async function decodePicture(sharp: Sharp, path: string, shape: PictureShape): Promise<Uint8Array | Error> {
  const { size, channels, fit } = shape;
  try {
    const { data, info } = await sharp(path, { failOn: 'error' })
      .autoOrient()
      .flatten({ background: '#000' })
      .resize(size, size, { fit, background: '#000' })
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels === channels && data.length === size * size * channels) return data;
    return new Error(`a picture of ${info.channels} channels`);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
