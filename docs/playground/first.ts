import type { PartName } from './parts.js';
import type { PictureSource } from './protocol.js';

/** What the page shows before anything is chosen; its pictures are drawn when the site is built. */
export const FIRST = {
  picture: { kind: 'drawn', emotion: 'happy', seed: 17 },
  parts: ['mouth'],
  feather: 4,
} as const satisfies { picture: PictureSource; parts: readonly PartName[]; feather: number };

/** Side of drawn faces in pixels. */
export const DRAWN_SIDE = 256;

/** The longer side of a photo on the page at most. */
export const PHOTO_SIDE = 512;
