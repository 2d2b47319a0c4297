import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Region } from '../regions/region.js';

/**
 * Attention to be clustered: an `AttentionMap`, a tensor [H,W] or [B,H,W], or plain numbers, row by row.
 *
 * Of several images the mean counts (one clustering for a data set, as in the paper) in all but `clusterPixelsBy`, which takes the mean
 * of each group, and `clusterEachImage`. Degenerate images are left out of means: those that an `AttentionMap` calls so, and those with the
 * same attention everywhere.
 */
export type AttentionSource =
  | {
      /** Attention of each image, [B,H,W]. */
      values: Tensor3D;
      /** For each image whether it shows nothing; those with the same attention everywhere count as such anyway. */
      degenerate?: readonly boolean[];
    }
  | Tensor2D
  | Tensor3D
  | PlainAttention;

/** Attention as plain numbers. */
export interface PlainAttention {
  /** H*W numbers, row by row, of any range; of several images one after the other. */
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

/** Centre of a cluster in the coordinates of equation 1 before they are weighted, each in [0, 1]. */
export interface ClusterCentroid {
  /** Left edge 0, right edge 1. */
  x: number;
  /** Top edge 0, bottom edge 1. */
  y: number;
  /** Attention, scaled so that the map's smallest value is 0 and its largest is 1; of several maps the mean of `attentions`. */
  attention: number;
  /** Of several maps, the attention in each, scaled likewise. */
  attentions?: number[];
}

/** What one of the attention maps was made of. */
export interface MapFacts {
  /** Images it holds, degenerate ones too. */
  images: number;
  /** Images without anything to show, which were left out of the mean. */
  degenerate: number;
  /** True when the mean is the same everywhere, so that the map had no say. */
  constant: boolean;
}

/** What {@link PixelClusters} is made of, as plain JSON-able data. */
export interface PixelClustersRecord {
  /** Cluster of each pixel, row by row. */
  labels: number[];
  /** Rows of the map. */
  height: number;
  /** Columns of the map. */
  width: number;
  /** Centre of each cluster. */
  centroids: ClusterCentroid[];
  /** Pixels in each cluster. */
  sizes: number[];
  /** Number of clusters asked for. */
  requested: number;
  /** Number of clusters there are. */
  found: number;
  /** Iterations of the best restart. */
  iterations: number;
  /** Whether the best restart came to rest within `maxIterations`. */
  converged: boolean;
  /** Sum of the squared weighted distances (equation 1) of the pixels to their centroids. */
  inertia: number;
  /** True when the attention of every map is the same everywhere, so that position alone made the clusters. */
  degenerate: boolean;
  /** Weight of the attention; of several maps a weight each. */
  alpha: number | number[];
  /** Weight of the position. */
  lambda: number;
  /** What the first centroids were drawn from. */
  seed: number | string;
  /** With `matchTo`: for each cluster, the number of the earlier cluster it continues, or null. */
  matched?: (number | null)[];
  /** What each attention map was made of. */
  maps?: MapFacts[];
}

/** The pixels of a map in groups. Cluster numbers run from 0 to `found - 1`, and none is empty. */
export interface PixelClusters extends Omit<PixelClustersRecord, 'labels'> {
  /** Cluster of each pixel, row by row, H*W. */
  readonly labels: Uint8Array;
  /** Rows of the map. */
  readonly height: number;
  /** Columns of the map. */
  readonly width: number;
  /** Centre of each cluster. */
  readonly centroids: ClusterCentroid[];
  /** Pixels in each cluster. */
  readonly sizes: number[];
  /** Number of clusters asked for. */
  readonly requested: number;
  /** Number of clusters there are; fewer than asked for when there are fewer distinct points or one ran empty. */
  readonly found: number;
  /** Iterations of the best restart. */
  readonly iterations: number;
  /** Whether the best restart came to rest within `maxIterations`. */
  readonly converged: boolean;
  /** Sum of the squared weighted distances (equation 1) of the pixels to their centroids. */
  readonly inertia: number;
  /** True when the attention of every map is the same everywhere, so that position alone made the clusters. */
  readonly degenerate: boolean;
  /** Weight of the attention; of several maps a weight each. */
  readonly alpha: number | number[];
  /** With `matchTo`: for each cluster, the number of the earlier cluster it continues, or null. */
  readonly matched?: (number | null)[];
  /** What each attention map was made of; records of earlier versions lack it. */
  readonly maps?: MapFacts[];
  /**
   * The pixels of one cluster as a region, for `maskRegion`.
   *
   * @throws FacePerturbError `invalid-argument` when there is no such cluster.
   */
  region(cluster: number): Region;
  /** Plain data for records; {@link restoreClusters} turns it back. */
  toJSON(): PixelClustersRecord;
}
