import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { AttentionSource } from '../../clusters/types.js';
import type { ClusterBlendOptions } from '../clusterPicture.js';
import type { BlendOptions } from '../options.js';
import type { ClusterSource } from '../readClusters.js';
import type { ScaleOptions } from '../scaleMaps.js';

/** A column of a contact sheet: what it shows beside each face. */
export type SheetColumn = AttentionColumn | ClusterColumn | PictureColumn;

/** A column of attention maps. */
export interface AttentionColumn extends ScaleOptions, BlendOptions {
  /** Stands above the column: the method's name, say. */
  title: string;
  /** A map for each face, or one for all, as `heatMap` takes it. */
  map: AttentionSource;
  /**
   * Whether the face shows under the map, in grey.
   * @default true; without faces on the sheet false
   */
  faces?: boolean;
}

/** A column of clusters. */
export interface ClusterColumn extends ClusterBlendOptions {
  /** Stands above the column. */
  title: string;
  /** One clustering for all faces, or one for each. */
  clusters: ClusterSource;
  /**
   * What the clusters are called in the legend, from the first on.
   * @default 'cluster 0', 'cluster 1', …
   */
  names?: readonly string[];
  /**
   * Whether the face shows under the clusters, in grey.
   * @default true; without faces on the sheet false
   */
  faces?: boolean;
}

/** A column of other pictures: copies without a region, say. */
export interface PictureColumn {
  /** Stands above the column. */
  title: string;
  /** Float32 [B,H,W,C] of the faces' size, C 1 or 3, in [0, 1], one for each face; not disposed. */
  images: Tensor4D;
}
