import type { backend_util } from '@tensorflow/tfjs-core';
import { FacePerturbError } from '../../support/errors.js';

/** The geometry of a two-dimensional convolution or pooling, as tfjs computes it. */
export type Geometry = backend_util.Conv2DInfo;

/** Stride, dilation and padding in the order the companion module takes them. */
export function steps(info: Geometry): number[] {
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = info;
  return [strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo.top, padInfo.left];
}

/** Input, filter and output sizes in the order the companion module takes them. */
export function sizes(info: Geometry): number[] {
  return [
    info.inHeight,
    info.inWidth,
    info.inChannels,
    info.filterHeight,
    info.filterWidth,
    info.outHeight,
    info.outWidth,
  ];
}

/** Throws for pictures in NCHW order, which the wasm backend does not take in its own kernels either. */
export function requireChannelsLast(kernel: string, dataFormat: string | undefined): void {
  if (dataFormat === undefined || dataFormat === 'NHWC' || dataFormat === 'channelsLast') return;
  throw new FacePerturbError(`${kernel} on the wasm backend: dataFormat`, {
    code: 'missing-kernel',
    expected: "'NHWC' (channels last)",
    received: `'${dataFormat}'`,
    fix: 'Transpose the pictures to [batch, height, width, channels].',
  });
}

/** Rows of patches unrolled at a time: a multiple of 6 whose patches fit a second-level cache of 512 kB. */
export function blockRows(depth: number): number {
  const fitting = Math.floor((384 * 1024) / (4 * depth) / 6) * 6;
  return Math.min(96, Math.max(24, fitting));
}
