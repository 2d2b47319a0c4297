import { withScratch, type WasmBackend } from '../backend.js';
import { companionOf } from '../companion.js';
import { sizes, steps, type Geometry } from './shapes.js';

/** Bytes of one spill area: eight floats. */
const SPILL = 32;

/**
 * Whether a convolution is one that minimal filtering computes with clearly fewer multiplications: 3x3, stride 1, and not so
 * small that most of its 2x2 tiles hang over the border.
 */
export function fitsWinograd(info: Geometry): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth } = info;
  const unit = strideHeight === 1 && strideWidth === 1 && dilationHeight === 1 && dilationWidth === 1;
  if (!unit || filterHeight !== 3 || filterWidth !== 3) return false;
  const { outHeight, outWidth, inChannels, outChannels } = info;
  const products = 16 * Math.ceil(outHeight / 2) * Math.ceil(outWidth / 2);
  return inChannels % 4 === 0 && outChannels % 8 === 0 && products < 0.75 * 9 * outHeight * outWidth;
}

/** Bytes of nine squares of four by four floats. */
const SQUARES = 9 * 64;

/** y = x * filter, both given by address. */
export function winogradForward(backend: WasmBackend, x: number, filter: number, y: number, info: Geometry): void {
  convolve(backend, x, y, info, (turned) => {
    companionOf(backend).winogradFilter(filter, turned, info.inChannels, info.outChannels);
  });
}

/**
 * dx = dy convolved with the filter turned by 180 degrees, its channels and filters swapped.
 *
 * @param info - Of that convolution: its input is dy.
 */
export function winogradInputGradient(
  backend: WasmBackend,
  dy: number,
  filter: number,
  dx: number,
  info: Geometry,
): void {
  withScratch(backend, SQUARES, (square) => {
    convolve(backend, dy, dx, info, (turned) => {
      companionOf(backend).winogradTurnedFilter(filter, turned, info.inChannels, info.outChannels, square);
    });
  });
}

function convolve(
  backend: WasmBackend,
  x: number,
  y: number,
  info: Geometry,
  prepareFilter: (address: number) => void,
): void {
  const companion = companionOf(backend);
  const { batchSize, inChannels, outChannels } = info;
  const block = blockTiles(inChannels, outChannels);
  const areas = [
    SPILL,
    16 * inChannels * 4,
    companion.winogradBytes(inChannels, outChannels),
    companion.winogradBytes(block, inChannels),
    companion.winogradBytes(block, outChannels),
  ];
  withAreas(backend, areas, (spill, border, turned, pixels, sums) => {
    companion.shape(...sizes(info), ...steps(info));
    prepareFilter(turned);
    companion.winogradConvolve(x, turned, y, batchSize, outChannels, block, pixels, sums, border, spill);
  });
}

/** dw = gradient of the filter, all given by address. */
export function winogradFilterGradient(backend: WasmBackend, x: number, dy: number, dw: number, info: Geometry): void {
  const companion = companionOf(backend);
  const { batchSize, inChannels, outChannels } = info;
  const block = blockTiles(inChannels, outChannels);
  const areas = [
    SPILL,
    16 * inChannels * 4,
    block * 32,
    companion.winogradBytes(block, inChannels),
    companion.winogradBytes(block, outChannels),
    companion.winogradBytes(inChannels, outChannels),
  ];
  withAreas(backend, areas, (spill, border, tile, pixels, gradients, sums) => {
    companion.shape(...sizes(info), ...steps(info));
    companion.winogradFilterGradient(
      ...[x, dy, dw, batchSize, outChannels, block],
      ...[pixels, gradients, sums, tile, border, spill],
    );
  });
}

/** Tiles worked on at a time: a multiple of 6 whose sixteen matrices stay in the caches while each filter is used often. */
function blockTiles(inChannels: number, outChannels: number): number {
  const fitting = Math.floor((1024 * 1024) / (64 * (inChannels + outChannels)) / 6) * 6;
  return Math.min(96, Math.max(48, fitting));
}

type Addresses = [number, number, number, number, number, number];

/** Scratch memory in several areas, each 16-byte aligned. */
function withAreas(backend: WasmBackend, bytes: readonly number[], use: (...addresses: Addresses) => void): void {
  const aligned = bytes.map((each) => Math.ceil(each / 16) * 16);
  withScratch(
    backend,
    aligned.reduce((sum, each) => sum + each, 0),
    (start) => {
      let next = start;
      const addresses = aligned.map((each) => (next += each) - each);
      use(...(addresses as Addresses));
    },
  );
}
