// Convolutions of NHWC pictures with HWIO filters as products on patches: a block of output pixels is unrolled into
// rows [pixel][filterHeight * filterWidth * channels] (im2col), small enough to stay in the second-level cache.

import { addFloats, copyFloats, transpose4, zeroFloats } from './simd';
import { packPanels, product, transposedColumn, transposedProduct } from './product';
import {
  channels, dilationX, dilationY, filterHeight, filterWidth, height, left, outHeight, outWidth, strideX, strideY, top, width,
} from './shape';

/** y[batch, oh, ow, filters] = x * w. `panels`: packed w; `patches`: room for blockRows patches; `spill`: 8 floats. */
export function convolve(
  x: usize, panels: usize, y: usize, batch: i32, filters: i32, blockRows: i32, patches: usize, spill: usize,
): void {
  const depth = filterHeight * filterWidth * channels;
  const rows = batch * outHeight * outWidth;
  const rowBytes = <usize>depth << 2;
  const direct = isPointwise();
  for (let first = 0; first < rows; first += blockRows) {
    const count = min(blockRows, rows - first);
    let from = patches;
    if (direct) from = x + <usize>first * rowBytes;
    else unroll(x, first, count, patches);
    const to = y + ((<usize>first * <usize>filters) << 2);
    product(from, rowBytes, 4, panels, to, <usize>filters << 2, count, filters, depth, false, spill);
  }
}

/** dw[fh, fw, c, filters] = gradient of the filter. `panels`: room for a packed block of dy; `tile`: 32 bytes a row. */
export function filterGradient(
  x: usize, dy: usize, dw: usize, batch: i32, filters: i32, blockRows: i32, patches: usize, panels: usize, tile: usize,
  spill: usize,
): void {
  const depth = filterHeight * filterWidth * channels;
  const rows = batch * outHeight * outWidth;
  const rowBytes = <usize>depth << 2;
  const direct = isPointwise();
  zeroFloats(dw, depth * filters);
  for (let first = 0; first < rows; first += blockRows) {
    const count = min(blockRows, rows - first);
    let from = patches;
    if (direct) from = x + <usize>first * rowBytes;
    else unroll(x, first, count, patches);
    packPanels(dy + ((<usize>first * <usize>filters) << 2), <usize>filters << 2, 4, count, filters, panels);
    if (filters == 1) transposedColumn(from, rowBytes, panels, dw, depth, count);
    else transposedProduct(from, rowBytes, panels, dw, <usize>filters << 2, depth, filters, count, tile, spill);
  }
}

/**
 * dx[batch, h, w, c] = gradient of the picture, for any stride: patches of gradients (dy w^T), added where they came
 * from. `panels`: w transposed to [filters, depth] and packed.
 */
export function inputGradient(
  dy: usize, panels: usize, dx: usize, batch: i32, filters: i32, blockRows: i32, patches: usize, spill: usize,
): void {
  const depth = filterHeight * filterWidth * channels;
  const rows = batch * outHeight * outWidth;
  zeroFloats(dx, batch * height * width * channels);
  for (let first = 0; first < rows; first += blockRows) {
    const count = min(blockRows, rows - first);
    const from = dy + ((<usize>first * <usize>filters) << 2);
    product(from, <usize>filters << 2, 4, panels, patches, <usize>depth << 2, count, depth, filters, false, spill);
    scatter(dx, first, count, patches);
  }
}

/** w[fh, fw, c, filters] turned by 180 degrees with channels and filters swapped: [fh, fw, filters, c]. */
export function turnFilter(w: usize, out: usize, fh: i32, fw: i32, c: i32, filters: i32): void {
  const positions = fh * fw;
  for (let position = 0; position < positions; position++) {
    const from = w + ((<usize>(positions - 1 - position) * <usize>(c * filters)) << 2);
    const to = out + ((<usize>position * <usize>(c * filters)) << 2);
    transpose(from, c, filters, to);
  }
}

/** [rows, columns] to [columns, rows], in squares of four where they fit. */
function transpose(from: usize, rows: i32, columns: i32, to: usize): void {
  const squareRows = rows & ~3;
  const squareColumns = columns & ~3;
  const step = <usize>columns << 2;
  const toStep = <usize>rows << 2;
  for (let o = 0; o < squareColumns; o += 4) {
    for (let i = 0; i < squareRows; i += 4) {
      transpose4(from + <usize>i * step + (<usize>o << 2), step, to + <usize>o * toStep + (<usize>i << 2), toStep);
    }
  }
  for (let i = 0; i < rows; i++) {
    for (let o = i < squareRows ? squareColumns : 0; o < columns; o++) {
      store<f32>(to + <usize>o * toStep + (<usize>i << 2), load<f32>(from + <usize>i * step + (<usize>o << 2)));
    }
  }
}

function isPointwise(): bool {
  return (
    filterHeight == 1 && filterWidth == 1 && strideY == 1 && strideX == 1 && top == 0 && left == 0 &&
    outHeight == height && outWidth == width
  );
}

/** Writes the patches of `count` output pixels from number `first` on; what hangs over the border is zero. */
function unroll(x: usize, first: i32, count: i32, to: usize): void {
  const area = outHeight * outWidth;
  let picture = first / area;
  let row = (first % area) / outWidth;
  let column = (first % area) % outWidth;
  const run = filterWidth * channels;
  for (let pixel = 0; pixel < count; pixel++) {
    const y0 = row * strideY - top;
    const x0 = column * strideX - left;
    const inside = dilationX == 1 && x0 >= 0 && x0 + filterWidth <= width;
    for (let i = 0; i < filterHeight; i++) {
      const y = y0 + i * dilationY;
      if (y < 0 || y >= height) {
        zeroFloats(to, run);
        to += <usize>run << 2;
        continue;
      }
      const line = x + ((<usize>(picture * height + y) * <usize>(width * channels)) << 2);
      if (inside) {
        copyFloats(to, line + (<usize>(x0 * channels) << 2), run);
        to += <usize>run << 2;
        continue;
      }
      for (let j = 0; j < filterWidth; j++) {
        const at = x0 + j * dilationX;
        if (at < 0 || at >= width) zeroFloats(to, channels);
        else copyFloats(to, line + (<usize>(at * channels) << 2), channels);
        to += <usize>channels << 2;
      }
    }
    if (++column == outWidth) {
      column = 0;
      if (++row == outHeight) {
        row = 0;
        picture++;
      }
    }
  }
}

/** The reverse of `unroll`: adds each patch to the pixels it was taken from. */
function scatter(dx: usize, first: i32, count: i32, from: usize): void {
  const area = outHeight * outWidth;
  let picture = first / area;
  let row = (first % area) / outWidth;
  let column = (first % area) % outWidth;
  const run = filterWidth * channels;
  for (let pixel = 0; pixel < count; pixel++) {
    const y0 = row * strideY - top;
    const x0 = column * strideX - left;
    const inside = dilationX == 1 && x0 >= 0 && x0 + filterWidth <= width;
    for (let i = 0; i < filterHeight; i++) {
      const y = y0 + i * dilationY;
      const line = dx + ((<usize>(picture * height + y) * <usize>(width * channels)) << 2);
      if (y < 0 || y >= height) {
        from += <usize>run << 2;
        continue;
      }
      if (inside) {
        addFloats(line + (<usize>(x0 * channels) << 2), from, run);
        from += <usize>run << 2;
        continue;
      }
      for (let j = 0; j < filterWidth; j++) {
        const at = x0 + j * dilationX;
        if (at >= 0 && at < width) addFloats(line + (<usize>(at * channels) << 2), from, channels);
        from += <usize>channels << 2;
      }
    }
    if (++column == outWidth) {
      column = 0;
      if (++row == outHeight) {
        row = 0;
        picture++;
      }
    }
  }
}
