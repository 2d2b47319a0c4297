import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { PixelClustersRecord } from '../../clusters/types.js';
import type { ImageDataset } from '../../data/dataset.js';
import type { PerturbContext } from '../../perturb/perturbation.js';
import type { Random } from '../../support/random.js';

/**
 * A change of an image batch [B,H,W,C] to one of the same shape: any perturbation of this library, or your own function.
 *
 * The context's key names the random draws: a function that draws must draw the same for the same key. It has no landmarks, since the images
 * are augmented crops; regions of the face take a wrapper that gives some: `(images, context) => change(images, { ...context, landmarks })`.
 */
export type ImageChange = (images: Tensor4D, context?: PerturbContext) => Tensor4D;

/** Gives the changed copies of one epoch. Must depend on nothing but its context, or a resumed run would differ. */
export type CopiesProvider = (context: CopiesContext) => EpochCopies | Promise<EpochCopies>;

/** What a {@link CopiesProvider} may build on. */
export interface CopiesContext {
  /** Epoch that starts, from 1. */
  epoch: number;
  /** Stream of this epoch. */
  random: Random;
  /** Side in pixels of the images. */
  size: number;
  /** Training pictures. */
  train: ImageDataset;
  /** Clusters of the epoch before, where there was one. */
  previous?: PixelClustersRecord;
  /** The training's signal, for a provider that takes long. */
  signal?: AbortSignal;
}

/** The changed copies of one epoch. */
export interface EpochCopies {
  /** One change a copy; the unchanged image is always there as well. */
  changes: readonly ImageChange[];
  /** Clusters the changes were made from, for the record. */
  clusters?: PixelClustersRecord;
}
