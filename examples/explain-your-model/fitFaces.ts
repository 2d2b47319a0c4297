import sharp from 'sharp';
import { meanShape } from '../../src/landmarks/meanShape.js';
import type { FaceLandmarks, Point } from '../../src/regions/landmarks.js';
import type { LandmarkFinder } from './landmarks.js';
import type { Face } from './readFaces.js';

/** Faces of one size with their landmarks. */
export interface FittedFaces {
  /** Number of faces. */
  count: number;
  /** Side in pixels. */
  size: number;
  channels: 1 | 3;
  /** Values in 0 … 255, [count, size, size, channels]. */
  pixels: Uint8Array;
  landmarks: readonly FaceLandmarks[];
  /** Class id of each; -1 where nobody says. */
  labels: number[];
  /** How many have the mean shape instead of landmarks of their own. */
  assumed: number;
}

/** Cuts out the middle square of each face, brings it to one size, and moves its landmarks along. */
export async function fitFaces(
  faces: readonly Face[],
  size: number,
  find: LandmarkFinder,
  onFace: (done: number) => void = () => undefined,
): Promise<FittedFaces> {
  const channels = faces[0]?.image.channels ?? 1;
  const values = size * size * channels;
  const pixels = new Uint8Array(faces.length * values);
  const mean = meanShape({ width: size, height: size });
  const landmarks: FaceLandmarks[] = [];
  for (const [at, face] of faces.entries()) {
    const found = await find(face);
    landmarks.push(found ? moved(found, face, size) : mean);
    pixels.set(await square(face, size), at * values);
    onFace(at + 1);
  }
  const assumed = landmarks.filter((face) => face === mean).length;
  return { count: faces.length, size, channels, pixels, landmarks, labels: faces.map(({ label }) => label), assumed };
}

/** The middle square of a picture. */
function window({ image: { width, height } }: Face): { left: number; top: number; side: number } {
  const side = Math.min(width, height);
  return { left: Math.floor((width - side) / 2), top: Math.floor((height - side) / 2), side };
}

async function square(face: Face, size: number): Promise<Uint8Array> {
  const { pixels, width, height, channels } = face.image;
  if (width === size && height === size) return pixels;
  const { left, top, side } = window(face);
  const raw = { width, height, channels };
  return sharp(pixels, { raw })
    .extract({ left, top, width: side, height: side })
    .resize(size, size)
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer();
}

function moved(landmarks: FaceLandmarks, face: Face, size: number): FaceLandmarks {
  const { left, top, side } = window(face);
  const scale = size / side;
  const points = landmarks.points.map(([x, y]): Point => [(x - left) * scale, (y - top) * scale]);
  return { ...landmarks, points };
}
