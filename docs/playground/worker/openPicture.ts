import { syntheticFaces } from '../../../src/data/index.js';
import { DRAWN_SIDE, PHOTO_SIDE } from '../first.js';
import type { Frame, OpenedPicture, PictureSource } from '../protocol.js';
import { canvasPixels, rgbOf } from './pixels.js';
import type { Picture, Work } from './session.js';

/** More pixels than this are refused: decoded they would take more than 600 MB. */
const MAX_PIXELS = 160_000_000;

/** Opens a picture and forgets the one before. */
export async function openPicture(source: PictureSource, { session }: Work): Promise<OpenedPicture> {
  const { picture, note } = source.kind === 'drawn' ? drawn(source) : await photo(source);
  session.picture = picture;
  session.map = undefined;
  const face = picture.landmarks ? undefined : middleOf(picture.pixels);
  return { pixels: canvasPixels(picture.pixels), note, face };
}

interface Opened {
  readonly picture: Picture;
  readonly note?: string;
}

function drawn({ emotion, seed }: PictureSource & { kind: 'drawn' }): Opened {
  const faces = syntheticFaces({ count: 1, seed, size: DRAWN_SIDE, emotions: [emotion] });
  const pixels = { pixels: faces.pixels, width: DRAWN_SIDE, height: DRAWN_SIDE, channels: 1 as const };
  return { picture: { pixels, landmarks: faces.landmarks[0] } };
}

async function photo(source: Exclude<PictureSource, { kind: 'drawn' }>): Promise<Opened> {
  const bitmap = source.kind === 'camera' ? source.frame : await decoded(source.file);
  try {
    const { width, height } = bitmap;
    if (width * height > MAX_PIXELS) {
      throw new Error(`This picture has ${width} x ${height} pixels; the playground takes up to 160 million.`);
    }
    const scale = Math.min(1, PHOTO_SIDE / Math.max(width, height));
    const [across, down] = [width, height].map((side) => Math.max(1, Math.round(side * scale))) as [number, number];
    const context = new OffscreenCanvas(across, down).getContext('2d');
    if (!context) throw new Error('This browser gives no canvas to draw the picture on.');
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, across, down);
    const pixels = rgbOf(context.getImageData(0, 0, across, down));
    const note = scale < 1 ? `${width} x ${height} pixels, made smaller to ${across} x ${down}.` : undefined;
    return { picture: { pixels, landmarks: undefined }, note };
  } finally {
    bitmap.close();
  }
}

/** Turned upright as its EXIF data says. */
async function decoded(file: File): Promise<ImageBitmap> {
  if (file.size === 0) throw new Error(`“${file.name}” is empty.`);
  try {
    return await createImageBitmap(file);
  } catch (cause) {
    throw new Error(
      `“${file.name}” is no picture that this browser can read, or it is damaged. JPEG, PNG, WebP, GIF and BMP work everywhere.`,
      { cause },
    );
  }
}

/** Where a face is assumed until someone says where it is. */
function middleOf({ width, height }: { width: number; height: number }): Frame {
  const side = Math.round(0.6 * Math.min(width, height));
  return { x: Math.round((width - side) / 2), y: Math.round((height - side) / 2), width: side, height: side };
}
