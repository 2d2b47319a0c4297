import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { FaceLandmarks } from '../regions/landmarks.js';
import type { PerturbationParameters } from './parameters.js';

/** Size of an image batch. */
export interface BatchSize {
  /** Number of images. */
  readonly batch: number;
  /** In pixels. */
  readonly height: number;
  /** In pixels. */
  readonly width: number;
  /** 1 or 3. */
  readonly channels: number;
}

/** What is known about a batch besides its pixels. */
export interface PerturbContext {
  /** The landmarks of each image's face; needed by regions of the face. */
  readonly landmarks?: readonly (FaceLandmarks | undefined)[] | undefined;
  /**
   * Names the random draws of this call. With the same key (or none) a call draws the same every time; give
   * each batch its own, such as `'epoch 3, step 17'`, for fresh draws.
   */
  readonly key?: string | number | undefined;
  /**
   * Which images may change; all when absent. `oneOf` and `sometimes` give each of their perturbations its own share of a
   * batch this way. It changes no draws.
   */
  readonly only?: readonly boolean[] | undefined;
}

/** A perturbed batch with all that was decided on the way. */
export interface PerturbResult {
  /** Of the shape of the images that came in; the caller disposes it. */
  readonly images: Tensor4D;
  /** Where they were changed: `[B,H,W,1]`, or `[1,H,W,1]` when the same for all; float32 in [0, 1]. The caller disposes it. */
  readonly mask: Tensor4D;
  /** Plain JSON that {@link Perturbation.replay} takes. */
  readonly parameters: PerturbationParameters;
}

/** A perturbation's settings as plain JSON, for records of runs. */
export interface PerturbationDescription {
  /** Name of the function that made it, such as `maskRegion`. */
  readonly kind: string;
  readonly [setting: string]: unknown;
}

/**
 * A function from an image batch to an image batch of the same shape.
 *
 * Images are float32 `[B,H,W,C]` with C 1 or 3 and values in [0, 1]; they are neither changed nor disposed. Pixels are not
 * read back: a NaN in them stays NaN, also under the mask (NaN * 0 is NaN), and a fill that is made of other pixels may spread it
 * over its image, mask or not: the mean over all of the channel, others over what lies near. Gradients flow through to the images.
 * It keeps no state: the same images and context give the same result.
 */
export interface Perturbation {
  /**
   * Perturbs a batch. The caller disposes the result, which is never the tensor that came in.
   *
   * @param images - [B,H,W,C] in [0, 1]; not disposed.
   * @param context - Landmarks, and what names the random draws.
   */
  (images: Tensor4D, context?: PerturbContext): Tensor4D;
  /**
   * Perturbs a batch, and returns the mask and the parameters too.
   *
   * @param images - [B,H,W,C] in [0, 1]; not disposed.
   * @param context - Landmarks, and what names the random draws.
   */
  apply(images: Tensor4D, context?: PerturbContext): PerturbResult;
  /**
   * Decides everything random and finds the regions, without images.
   *
   * @param size - Of the batch.
   * @param context - Landmarks, and what names the random draws.
   */
  sample(size: BatchSize, context?: PerturbContext): PerturbationParameters;
  /**
   * Does exactly what the parameters say, on the same images or others of the same size, here or in another process.
   *
   * @param images - [B,H,W,C] in [0, 1]; not disposed.
   * @param parameters - What `apply` or `sample` gave, or the same from JSON.
   * @throws FacePerturbError `invalid-argument` when the parameters are of another perturbation or batch size.
   */
  replay(images: Tensor4D, parameters: PerturbationParameters): Tensor4D;
  /** The settings as plain JSON. */
  describe(): PerturbationDescription;
}
