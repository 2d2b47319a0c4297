import { deflate } from './deflate.js';
import { filterRows } from './filterRows.js';

/** A picture in memory, one byte a value, upright. */
export interface PlainPicture {
  /** Values in 0 … 255, row by row, [height, width, channels]. */
  readonly pixels: Uint8Array;
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** Values a pixel: 1 grey, 3 RGB. */
  readonly channels: 1 | 3;
  /** Opacity of each pixel, 0 (see-through) … 255, [height, width]; absent when all of the picture is opaque. */
  readonly alpha?: Uint8Array | undefined;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Writes a picture as PNG (ISO/IEC 15948): eight bits a value, grey or RGB, with alpha when it has some. */
export async function encodePng({ pixels, width, height, channels, alpha }: PlainPicture): Promise<Uint8Array> {
  const bytes = alpha ? withAlpha(pixels, alpha, channels) : pixels;
  const pixelBytes = channels + (alpha ? 1 : 0);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  const colourType = (channels === 3 ? 2 : 0) + (alpha ? 4 : 0);
  header.set([8, colourType], 8);
  const data = await deflate(filterRows(bytes, width * pixelBytes, pixelBytes));
  return join([
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function withAlpha(pixels: Uint8Array, alpha: Uint8Array, channels: number): Uint8Array {
  const whole = new Uint8Array(pixels.length + alpha.length);
  for (let pixel = 0; pixel < alpha.length; pixel++) {
    whole.set(pixels.subarray(pixel * channels, (pixel + 1) * channels), pixel * (channels + 1));
    whole[pixel * (channels + 1) + channels] = alpha[pixel] as number;
  }
  return whole;
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const whole = new Uint8Array(content.length + 12);
  const view = new DataView(whole.buffer);
  view.setUint32(0, content.length);
  for (let at = 0; at < 4; at++) whole[4 + at] = type.charCodeAt(at);
  whole.set(content, 8);
  view.setUint32(content.length + 8, crc32(whole.subarray(4, content.length + 8)));
  return whole;
}

const CRC_TABLE = /* @__PURE__ */ Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/** PNG's checksum. */
function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = (rest >>> 8) ^ (CRC_TABLE[(rest ^ byte) & 0xff] as number);
  return ~rest >>> 0;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let to = 0;
  for (const part of parts) {
    whole.set(part, to);
    to += part.length;
  }
  return whole;
}
