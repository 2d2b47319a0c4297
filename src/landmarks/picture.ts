import { FacePerturbError, show } from '../support/errors.js';

/** Size and name of a picture. */
export interface PictureFacts {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** Its number in a data set or its name, for sources that look landmarks up. Default: its place in the call. */
  readonly id?: number | string;
}

/** Bytes of a picture: rows from the top, 0 … 255, one (grey), three (RGB) or four (RGBA) values a pixel. */
export type PictureBytes = Uint8Array | Uint8ClampedArray;

/**
 * A picture as bytes, in `data` as `ImageData` has them, or in `pixels` as `readImage` gives them. How many values a pixel
 * has is told by the length.
 */
export type LandmarkPicture = PictureFacts & ({ readonly data: PictureBytes } | { readonly pixels: PictureBytes });

/** A picture that has been looked over. */
export interface CheckedPicture extends PictureFacts {
  /** Its bytes. */
  readonly data: PictureBytes;
  /** Values a pixel: 1 grey, 3 RGB, 4 RGBA. */
  readonly channels: 1 | 3 | 4;
  readonly id: number | string;
}

/** Pictures of one size in one array, such as an `ImageDataset`. */
export interface PictureStore {
  /** Number of pictures. */
  readonly size: number;
  /** Picture height in pixels. */
  readonly height: number;
  /** Picture width in pixels. */
  readonly width: number;
  /** Values a pixel: 1 grey, 3 RGB. */
  readonly channels: 1 | 3;
  /** All pixels, 0 … 255, [size, height, width, channels]. */
  readonly pixels: Uint8Array;
}

/**
 * Some pictures of a data set, in the form that landmark sources take; nothing is copied.
 *
 * @param store - Where the pictures are.
 * @param from - Number of the first picture.
 * @param to - Number after that of the last.
 */
export function picturesOf(store: PictureStore, from = 0, to = store.size): LandmarkPicture[] {
  const { width, height, channels, pixels } = store;
  const values = width * height * channels;
  const count = Math.max(0, Math.min(to, store.size) - from);
  return Array.from({ length: count }, (_, at) => {
    const id = from + at;
    return { width, height, data: pixels.subarray(id * values, (id + 1) * values), id };
  });
}

/**
 * Throws unless the picture has a size and the bytes of that size.
 *
 * @param what - Whose picture, for the message.
 * @param place - Its place in the call: its id where it has none.
 */
export function checkPicture(what: string, picture: LandmarkPicture, place: number): CheckedPicture {
  if (typeof picture !== 'object' || picture === null) {
    throw wrongPicture(what, place, 'an object with width, height and data or pixels', show(picture));
  }
  const { width, height, id = place } = picture;
  const data: unknown = 'data' in picture ? picture.data : picture.pixels;
  const sized = Number.isInteger(width) && Number.isInteger(height) && width >= 1 && height >= 1;
  if (!sized) throw wrongPicture(what, id, 'a width and a height of at least 1', `${show(width)} x ${show(height)}`);
  if (!(data instanceof Uint8Array || data instanceof Uint8ClampedArray)) {
    throw wrongPicture(what, id, 'its bytes in data or pixels, as Uint8Array or Uint8ClampedArray', show(data));
  }
  const channels = data.length / (width * height);
  if (channels !== 1 && channels !== 3 && channels !== 4) {
    const lengths = [1, 3, 4].map((each) => each * width * height).join(', ');
    const expected = `${lengths} bytes (1, 3 or 4 for each of ${width} x ${height} pixels)`;
    throw wrongPicture(what, id, expected, `${data.length} bytes`);
  }
  return { width, height, data, id, channels };
}

/** The picture as RGBA bytes, opaque where it has no transparency of its own. */
export function toRgba({ data, channels }: CheckedPicture): Uint8ClampedArray {
  if (channels === 4) return new Uint8ClampedArray(data.buffer, data.byteOffset, data.length);
  const pixels = data.length / channels;
  const rgba = new Uint8ClampedArray(pixels * 4);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = pixel * channels;
    rgba[pixel * 4] = data[from] as number;
    rgba[pixel * 4 + 1] = data[channels === 1 ? from : from + 1] as number;
    rgba[pixel * 4 + 2] = data[channels === 1 ? from : from + 2] as number;
    rgba[pixel * 4 + 3] = 255;
  }
  return rgba;
}

function wrongPicture(what: string, id: number | string, expected: string, received: string): FacePerturbError {
  return new FacePerturbError(`${what}: picture ${show(id)}`, { code: 'invalid-shape', expected, received });
}
