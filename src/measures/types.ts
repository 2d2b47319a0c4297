import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { AttentionMap } from '../attention/types.js';

/**
 * Attention to be measured: an `AttentionMap` (or its tensors alone), a tensor [H,W] or [B,H,W], or plain numbers.
 *
 * The values of an `AttentionMap` made with `signed`, where 0.5 stands for zero, are refused.
 */
export type MeasuredMap = TensorMap | Tensor2D | Tensor3D | PlainMap;

/** The parts of an `AttentionMap` that measures read. */
export type TensorMap = Pick<AttentionMap, 'values'> &
  Partial<Pick<AttentionMap, 'raw' | 'signed' | 'degenerate' | 'notes' | 'method' | 'targets'>>;

/** Attention as plain numbers. */
export interface PlainMap {
  /** H*W finite numbers, row by row; of several images one after the other. */
  values: ArrayLike<number>;
  /** Rows of the map. */
  height: number;
  /** Columns of the map. */
  width: number;
  /**
   * How many images these are.
   * @default 1
   */
  images?: number;
}

/** Which numbers of a map count: attention in [0, 1], or what the method computed before scaling. */
export type MapReading = 'values' | 'raw';

/** What is read of a classifier's outputs for the target's class. */
export type ScoreKind = 'probability' | 'output' | 'accuracy';

/** A mean over images. */
export interface Estimate {
  /** Mean over the images that count; null where none does. */
  mean: number | null;
  /** Standard error of the mean: the sample's standard deviation over the root of their number; null below two images. */
  standardError: number | null;
  /** Images that count. */
  images: number;
}

/** A number for each image, and their mean. */
export interface Measurement extends Estimate {
  /** One for each image, null where it is left out. */
  values: (number | null)[];
}

/** Which images a measure left out of its means. */
export interface ImageNotes {
  /** For each image the reason why it is left out, or null. */
  notes: (string | null)[];
  /** How many are left out. */
  leftOut: number;
}
