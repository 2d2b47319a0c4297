import type { CheckedPicture, LandmarkPicture } from './picture.js';

/** A picture made larger, with an even margin around it. */
export interface EnlargedPicture {
  readonly picture: LandmarkPicture;
  /** Pixels of the enlarged picture for one of the original, across and down. */
  readonly scale: readonly [x: number, y: number];
  /** Width of the margin on each side, in pixels of the enlarged picture. */
  readonly margin: number;
}

/**
 * Enlarges a picture by cubic interpolation (Catmull-Rom) and puts a margin of its mean grey around it: detectors find
 * few faces that fill a tiny picture.
 *
 * @param longerSide - Length of the longer side afterwards, without the margin, in pixels.
 * @param pad - Width of the margin as a part of that length.
 */
export function enlarge(picture: CheckedPicture, longerSide: number, pad: number): EnlargedPicture {
  const { width, height, channels, data } = picture;
  const factor = longerSide / Math.max(width, height);
  const inner = { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) };
  const values = resizeCubic(data, picture, inner, channels);
  const margin = Math.round(longerSide * pad);
  return {
    picture: {
      width: inner.width + 2 * margin,
      height: inner.height + 2 * margin,
      data: framed(values, inner, channels, margin, meanOf(data, channels)),
      id: picture.id,
    },
    scale: [inner.width / width, inner.height / height],
    margin,
  };
}

interface Size {
  width: number;
  height: number;
}

/** Two passes, rows first; values between the passes keep their fractions. */
function resizeCubic(data: ArrayLike<number>, from: Size, to: Size, channels: number): Float32Array {
  const across = new Float32Array(from.height * to.width * channels);
  const columns = cubicTaps(from.width, to.width);
  for (let row = 0; row < from.height; row++) {
    const source = row * from.width * channels;
    const target = row * to.width * channels;
    resample(data, source, channels, across, target, channels, columns, channels);
  }
  const out = new Float32Array(to.height * to.width * channels);
  const rows = cubicTaps(from.height, to.height);
  const line = to.width * channels;
  for (let at = 0; at < line; at++) resample(across, at, line, out, at, line, rows, 1);
  return out;
}

/** For each place of the longer line: four places of the shorter one and their weights. */
interface Taps {
  places: Uint32Array;
  weights: Float32Array;
}

function cubicTaps(from: number, to: number): Taps {
  const places = new Uint32Array(to * 4);
  const weights = new Float32Array(to * 4);
  for (let at = 0; at < to; at++) {
    // A pixel's value stands for its middle.
    const middle = ((at + 0.5) * from) / to - 0.5;
    const first = Math.floor(middle) - 1;
    for (let tap = 0; tap < 4; tap++) {
      places[at * 4 + tap] = Math.min(from - 1, Math.max(0, first + tap));
      weights[at * 4 + tap] = catmullRom(Math.abs(middle - first - tap));
    }
  }
  return { places, weights };
}

function catmullRom(distance: number): number {
  if (distance >= 2) return 0;
  const square = distance * distance;
  if (distance <= 1) return 1.5 * square * distance - 2.5 * square + 1;
  return -0.5 * square * distance + 2.5 * square - 4 * distance + 2;
}

/** Resamples one line of `values` interleaved values. */
function resample(
  source: ArrayLike<number>,
  sourceStart: number,
  sourceStep: number,
  target: Float32Array,
  targetStart: number,
  targetStep: number,
  { places, weights }: Taps,
  values: number,
): void {
  for (let at = 0; at < places.length / 4; at++) {
    for (let value = 0; value < values; value++) {
      let sum = 0;
      for (let tap = at * 4; tap < at * 4 + 4; tap++) {
        sum +=
          (weights[tap] as number) * (source[sourceStart + (places[tap] as number) * sourceStep + value] as number);
      }
      target[targetStart + at * targetStep + value] = sum;
    }
  }
}

/** RGBA bytes of the values in a frame of one grey. */
function framed(
  values: Float32Array,
  { width, height }: Size,
  channels: number,
  margin: number,
  grey: number,
): Uint8ClampedArray {
  const outer = width + 2 * margin;
  const rgba = new Uint8ClampedArray(outer * (height + 2 * margin) * 4);
  new Uint32Array(rgba.buffer).fill(new Uint32Array(Uint8ClampedArray.of(grey, grey, grey, 255).buffer)[0] as number);
  const [green, blue] = channels === 1 ? [0, 0] : [1, 2];
  for (let row = 0; row < height; row++) {
    let at = ((row + margin) * outer + margin) * 4;
    for (let from = row * width * channels; from < (row + 1) * width * channels; from += channels, at += 4) {
      rgba[at] = values[from] as number;
      rgba[at + 1] = values[from + green] as number;
      rgba[at + 2] = values[from + blue] as number;
      rgba[at + 3] = channels === 4 ? (values[from + 3] as number) : 255;
    }
  }
  return rgba;
}

/** Mean of all colour values. */
function meanOf(data: ArrayLike<number>, channels: number): number {
  let sum = 0;
  let count = 0;
  for (let at = 0; at < data.length; at++) {
    if (channels === 4 && at % 4 === 3) continue;
    sum += data[at] as number;
    count++;
  }
  return sum / count;
}
