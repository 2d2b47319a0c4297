import type { Shape } from '../regions/shape.js';
import type { Fill } from './fills/fill.js';
import type { MaskLayer } from './worn/layer.js';

/** What one call of a `maskRegion` did. Plain JSON: shapes in pixels, no landmarks. */
export interface MaskRegionParameters {
  readonly kind: 'maskRegion';
  /** Size of the batch. */
  readonly batch: number;
  /** Of the images, in pixels. */
  readonly height: number;
  /** Of the images, in pixels. */
  readonly width: number;
  /** One shape for all images, or one per image (null where the image was left alone). Softened edges are part of it. */
  readonly shapes: readonly (Shape | null)[];
  /** Which images were masked. */
  readonly hit: readonly boolean[];
  /** What stands in the region, with all defaults filled in. */
  readonly fill: Fill;
  /** Names the stream that random fills draw from. */
  readonly seed: string;
}

/** What one call of a `wearMask` did. Plain JSON: layers of colour in pixels, no landmarks. */
export interface WearMaskParameters {
  readonly kind: 'wearMask';
  /** Size of the batch. */
  readonly batch: number;
  /** Of the images, in pixels. */
  readonly height: number;
  /** Of the images, in pixels. */
  readonly width: number;
  /** Which images were masked. */
  readonly hit: readonly boolean[];
  /** How far the masks take on the brightness of what they cover. */
  readonly light: number;
  /** Each image's mask, from the skin up; null where the image was left alone. */
  readonly layers: readonly (readonly MaskLayer[] | null)[];
}

/** What one call of a `compose`, `oneOf` or `sometimes` did: its steps, one after the other. */
export interface SequenceParameters {
  /** Which of the three. */
  readonly kind: 'compose' | 'oneOf' | 'sometimes';
  /** `oneOf`: which perturbation each image got, by place. */
  readonly chosen?: readonly number[];
  /** `sometimes`: which images were perturbed. */
  readonly hit?: readonly boolean[];
  /** What each perturbation did, in their order. */
  readonly steps: readonly PerturbationParameters[];
}

/** The parameters of any perturbation; they nest. */
export type PerturbationParameters = MaskRegionParameters | WearMaskParameters | SequenceParameters;
