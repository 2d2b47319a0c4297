import { FacePerturbError, show } from '../../support/errors.js';

/** Bytes of a picture, [height, width, 4] red, green, blue, opacity (not premultiplied): what an `ImageData` holds. */
export interface RgbaPixels {
  /** The bytes, row by row from the top. */
  readonly data: Uint8ClampedArray | Uint8Array;
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
}

/** What a browser can draw on a canvas, in a page or in a worker. */
export type DrawableSource =
  HTMLImageElement | HTMLVideoElement | HTMLCanvasElement | OffscreenCanvas | ImageBitmap | VideoFrame;

/** Where `fromPixels` takes a picture from. */
export type PixelSource = RgbaPixels | ImageData | DrawableSource;

/** The bytes of any source; everything but bytes is drawn on a canvas of its own first, so that every backend sees the same. */
export function rgbaOf(what: string, source: PixelSource, maxPixels: number): RgbaPixels {
  if (typeof source !== 'object' || source === null) throw unknownSource(what, source);
  const [width, height] = sizeOf(what, source);
  if (!(width >= 1) || !(height >= 1)) throw notReady(what, source);
  if (width * height > maxPixels) {
    throw new FacePerturbError(`${what}: source`, {
      code: 'invalid-data',
      expected: `at most ${maxPixels} pixels`,
      received: `${width} x ${height}`,
      fix: 'Draw it smaller, or raise {maxPixels}.',
    });
  }
  return isBytes(source) ? checkedBytes(what, source) : drawn(what, source, width, height);
}

function isBytes(source: PixelSource): source is RgbaPixels | ImageData {
  return 'data' in source;
}

/** The size in the source's own pixels, not that of its box on the page. */
function sizeOf(what: string, source: PixelSource): [number, number] {
  if ('videoWidth' in source) return source.readyState < 2 ? [0, 0] : [source.videoWidth, source.videoHeight];
  if ('naturalWidth' in source) return source.complete ? [source.naturalWidth, source.naturalHeight] : [0, 0];
  if ('displayWidth' in source) return [source.displayWidth, source.displayHeight];
  if ('width' in source && 'height' in source) return [source.width, source.height];
  throw unknownSource(what, source);
}

function checkedBytes(what: string, { data, width, height }: RgbaPixels | ImageData): RgbaPixels {
  const isArray = data instanceof Uint8ClampedArray || data instanceof Uint8Array;
  if (isArray && data.length === width * height * 4 && Number.isInteger(width)) return { data, width, height };
  throw new FacePerturbError(`${what}: data`, {
    code: 'invalid-shape',
    expected: `${width} x ${height} pixels of 4 bytes in a Uint8ClampedArray or Uint8Array`,
    received: isArray ? `${data.length} bytes` : show(data),
  });
}

function drawn(what: string, source: DrawableSource, width: number, height: number): RgbaPixels {
  try {
    const context = freshCanvas(width, height)?.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('no 2d canvas here');
    context.drawImage(source, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  } catch (cause) {
    throw new FacePerturbError(`${what}: the source could not be drawn`, {
      code: 'invalid-data',
      received: cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause),
      fix:
        (cause as Error | undefined)?.name === 'SecurityError'
          ? "A picture from another site can be read only when that site allows it: set crossOrigin = 'anonymous' before src."
          : 'In Node, read files with readImage of face-perturb/node.',
      cause,
    });
  }
}

type Context2d = Pick<CanvasRenderingContext2D, 'drawImage' | 'getImageData'>;
type Canvas2d = { getContext(kind: '2d', settings: CanvasRenderingContext2DSettings): Context2d | null };

function freshCanvas(width: number, height: number): Canvas2d | undefined {
  if (typeof OffscreenCanvas !== 'undefined') return new OffscreenCanvas(width, height);
  if (typeof document === 'undefined') return undefined;
  return Object.assign(document.createElement('canvas'), { width, height });
}

function notReady(what: string, source: PixelSource): FacePerturbError {
  return new FacePerturbError(`${what}: source`, {
    code: 'invalid-data',
    expected: 'a picture of at least 1 x 1 pixel that is loaded and not closed',
    received: `${show(source)} of no size`,
    fix: "Wait for an image's decode(), or a video's 'loadeddata' event; an ImageBitmap or VideoFrame must not be closed.",
  });
}

function unknownSource(what: string, source: unknown): FacePerturbError {
  return new FacePerturbError(`${what}: source`, {
    code: 'invalid-argument',
    expected: 'an ImageData or {data, width, height}, a canvas, ImageBitmap, image, video or VideoFrame',
    received: show(source),
  });
}
