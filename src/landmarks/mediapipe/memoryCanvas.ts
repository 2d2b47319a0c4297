/** What MediaPipe reads of a picture that is handed to it. */
export interface RawPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

interface Texture {
  picture?: RawPicture;
}

interface Framebuffer {
  texture?: Texture | null;
}

// Values of the WebGL 2 specification.
const VERSION = 0x1f02;
const RENDERER = 0x1f01;
const ACTIVE_TEXTURE_UNITS = 0x8869;
const FRAMEBUFFER_COMPLETE = 0x8cd5;
const ALREADY_SIGNALED = 0x911a;
const SIGNALED = 0x9119;

/** Calls that have no effect on bytes that merely lie in memory. */
const WITHOUT_EFFECT = [
  ...['activeTexture', 'bindBuffer', 'deleteFramebuffer', 'deleteSync', 'deleteTexture', 'disable', 'enable'],
  ...['finish', 'flush', 'pixelStorei', 'texParameteri', 'useProgram', 'viewport'],
] as const;

/**
 * A WebGL context that only remembers: a texture keeps the picture given to it, and pixels are read back from there.
 *
 * MediaPipe sends every picture through WebGL, even to compute on the CPU; with this context in place of a real one it
 * needs no WebGL at all, and in browsers is several times as fast. Properties that are missing here must read as
 * undefined: MediaPipe's start asks for some of them.
 */
function memoryContext(canvas: MemoryCanvas): object {
  let boundTexture: Texture | null = null;
  let boundFramebuffer: Framebuffer | null = null;
  return {
    canvas,
    TEXTURE_2D: 0x0de1,
    RGBA: 0x1908,
    UNSIGNED_BYTE: 0x1401,
    UNPACK_FLIP_Y_WEBGL: 0x9240,
    ...Object.fromEntries(WITHOUT_EFFECT.map((name) => [name, () => undefined])),
    getContextAttributes: () => ({ alpha: true }),
    getSupportedExtensions: () => [],
    getExtension: () => null,
    getError: () => 0,
    isContextLost: () => false,
    getParameter: (name: number) =>
      ({ [VERSION]: 'WebGL 2.0 (memory)', [RENDERER]: 'memory', [ACTIVE_TEXTURE_UNITS]: 16 })[name] ?? 0,
    fenceSync: () => ({}),
    clientWaitSync: () => ALREADY_SIGNALED,
    getSyncParameter: () => SIGNALED,
    createTexture: (): Texture => ({}),
    createFramebuffer: (): Framebuffer => ({}),
    checkFramebufferStatus: () => FRAMEBUFFER_COMPLETE,
    bindTexture: (_target: number, texture: Texture | null) => void (boundTexture = texture),
    bindFramebuffer: (_target: number, framebuffer: Framebuffer | null) => void (boundFramebuffer = framebuffer),
    framebufferTexture2D: (_target: number, _attachment: number, _kind: number, texture: Texture | null) => {
      if (boundFramebuffer) boundFramebuffer.texture = texture;
    },
    texImage2D: (...call: unknown[]) => {
      if (boundTexture) boundTexture.picture = call[5] as RawPicture;
    },
    readPixels: (x: number, y: number, width: number, height: number, ...[, , target, offset = 0]: ReadTail) => {
      const picture = boundFramebuffer?.texture?.picture;
      if (picture) copyRows(picture, { x, y, width, height }, target, offset);
    },
  };
}

type ReadTail = [format: number, type: number, target: Uint8Array, offset?: number];

function copyRows(
  picture: RawPicture,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  target: Uint8Array,
  offset: number,
): void {
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * picture.width + x) * 4;
    target.set(picture.data.subarray(from, from + width * 4), offset + row * width * 4);
  }
}

/** The stand-in for the canvas that MediaPipe asks for its WebGL context. */
export class MemoryCanvas {
  width = 1;
  height = 1;
  #context: object | undefined;
  /** The name by which MediaPipe asks where it works around a fault of Safari's. */
  readonly getContextSafariWebGL2Fixed = (kind: string) => this.getContext(kind);

  getContext(kind: string): object | null {
    if (!kind.startsWith('webgl')) return null;
    return (this.#context ??= memoryContext(this));
  }
}
