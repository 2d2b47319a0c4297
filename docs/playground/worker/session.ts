import type { LandmarkSource } from '../../../src/landmarks/index.js';
import type { FaceLandmarks } from '../../../src/regions/index.js';
import type { ImagePixels } from '../../../src/data/index.js';
import type { Frame } from '../protocol.js';
import type { Network } from './network.js';
import type { Photo } from './photo.js';

/** The picture that is open. */
export interface Picture {
  readonly pixels: ImagePixels;
  /** Exact landmarks of a drawn face, those that a detector found in a photo; undefined where they are assumed. */
  readonly landmarks: FaceLandmarks | undefined;
  /** Of a photo: what it is a part of. */
  readonly photo: Photo | undefined;
}

/** The last attention map, as the clustering takes it, and what it was made of. */
export interface KeptMap {
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
  /** What the network was shown. */
  readonly input: ImagePixels;
  readonly target: number;
  readonly face: Frame | undefined;
}

/** All that the worker remembers between two tasks. */
export interface Session {
  detector: LandmarkSource | undefined;
  picture: Picture | undefined;
  network: Network | undefined;
  map: KeptMap | undefined;
}

/** What every task may use besides its argument. */
export interface Work {
  readonly session: Session;
  /** Fires when the page no longer wants the result. */
  readonly signal: AbortSignal;
  /** Tells the page which share is done, in [0, 1]. */
  progress(done: number): void;
}

/** The open picture. */
export function openedPicture({ picture }: Session): Picture {
  if (!picture) throw new Error('Open a picture first.');
  return picture;
}

/** The network in use. */
export function openedNetwork({ network }: Session): Network {
  if (!network) throw new Error('There is no network yet: choose one under “The network”.');
  return network;
}
