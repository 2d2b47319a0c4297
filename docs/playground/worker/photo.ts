import type { ImagePixels } from '../../../src/data/index.js';
import { PHOTO_SIDE } from '../first.js';
import type { Frame } from '../protocol.js';
import { rgbOf } from './pixels.js';

/** More pixels than this are refused: decoded they would take more than 600 MB. */
const MAX_PIXELS = 160_000_000;

/** The longer side at which a photo is kept at most, so that a face can be cut out of it larger than it is shown. */
const KEPT_SIDE = 2048;

/** How much around a face is cut out with it, of its frame's size. */
const AROUND = 0.3;

/** A photo: what is shown of it, and the rest. */
export interface Photo {
  readonly pixels: ImagePixels;
  readonly whole: OffscreenCanvas;
  /** Which part of the whole is shown. */
  readonly part: Frame;
}

/** A photo whose frame of the face is where it belongs, and what a reader should know. */
export interface OpenedPhoto {
  readonly photo: Photo;
  readonly face: Frame;
  readonly note: string | undefined;
}

/** Opens a photo, all of it; closes the bitmap. */
export function openPhoto(bitmap: ImageBitmap): OpenedPhoto {
  const { width, height } = bitmap;
  try {
    if (width * height > MAX_PIXELS) {
      throw new Error(`This picture has ${width} x ${height} pixels; the playground takes up to 160 million.`);
    }
    const whole = drawn(bitmap, { x: 0, y: 0, width, height }, KEPT_SIDE);
    const photo = shown(whole, { x: 0, y: 0, width: whole.width, height: whole.height });
    const { pixels } = photo;
    const smaller = `${width} x ${height} pixels, made smaller to ${pixels.width} x ${pixels.height}.`;
    return { photo, face: assumedFace(pixels), note: pixels.width < width ? smaller : undefined };
  } finally {
    bitmap.close();
  }
}

/** The photo as it is shown already, for a detector that came later. */
export function sameAgain(photo: Photo): OpenedPhoto {
  return { photo, face: assumedFace(photo.pixels), note: undefined };
}

/** Where a face is assumed until someone says where it is. */
function assumedFace({ width, height }: ImagePixels): Frame {
  const side = Math.round(0.6 * Math.min(width, height));
  const middle = (length: number) => Math.round((length - side) / 2);
  return { x: middle(width), y: middle(height), width: side, height: side };
}

/** The face in a frame, with a little around it, as large as the photo has it. */
export function cutOut({ pixels, whole, part }: Photo, face: Frame): OpenedPhoto {
  const scale = part.width / pixels.width;
  const own = {
    x: part.x + face.x * scale,
    y: part.y + face.y * scale,
    width: face.width * scale,
    height: face.height * scale,
  };
  const [left, top] = [Math.max(0, own.x - AROUND * own.width), Math.max(0, own.y - AROUND * own.height)];
  const right = Math.min(whole.width, own.x + (1 + AROUND) * own.width);
  const bottom = Math.min(whole.height, own.y + (1 + AROUND) * own.height);
  const cut = shown(whole, { x: left, y: top, width: right - left, height: bottom - top });
  const shrunk = cut.pixels.width / cut.part.width;
  const moved = {
    x: Math.round((own.x - left) * shrunk),
    y: Math.round((own.y - top) * shrunk),
    width: Math.round(own.width * shrunk),
    height: Math.round(own.height * shrunk),
  };
  return { photo: cut, face: moved, note: `Cut out: ${cut.pixels.width} x ${cut.pixels.height} pixels.` };
}

function shown(whole: OffscreenCanvas, part: Frame): Photo {
  const canvas = drawn(whole, part, PHOTO_SIDE);
  return { pixels: rgbOf(contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height)), whole, part };
}

/** A part of a picture on a canvas of its own, made smaller where a side is longer than `longest`. */
function drawn(
  source: ImageBitmap | OffscreenCanvas,
  { x, y, width, height }: Frame,
  longest: number,
): OffscreenCanvas {
  const scale = Math.min(1, longest / Math.max(width, height));
  const [across, down] = [width, height].map((side) => Math.max(1, Math.round(side * scale))) as [number, number];
  const canvas = new OffscreenCanvas(across, down);
  const context = contextOf(canvas);
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, x, y, width, height, 0, 0, across, down);
  return canvas;
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context) return context;
  throw new Error('This browser gives no canvas to draw the picture on.');
}
