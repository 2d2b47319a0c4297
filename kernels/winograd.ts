// 3x3 convolutions with a stride of 1 by minimal filtering, F(2x2, 3x3) (Winograd 1980; Lavin and Gray 2016,
// arXiv:1509.09308): sixteen products of matrices stand for the thirty-six multiplications of every four output pixels.
//
//   y = A' ((G w G') * (B' d B)) A      d: 4x4 pixels of the picture, w: 3x3 filter, y: 2x2 output pixels
//
// The gradient of the filter is the adjoint in w: dw = G' (sum over tiles of (A dy A') * (B' d B)) G.
// Matrices of the sixteen points are `planeStep` bytes apart. Channels are a multiple of 4, filters one of 8.

import { copyFloats, transpose4, zeroFloats } from './simd';
import { product, transposedProduct } from './product';
import { channels, height, left, outHeight, outWidth, top, width } from './shape';

const POINTS: i32 = 16;

/** Bytes from one point's matrix to the next: a whole number of cache lines, and no power of two, lest they share cache sets. */
@inline
function planeStep(rows: i32, columns: i32): usize {
  return ((((<usize>rows * <usize>columns) << 2) + 63) & ~63) + 64;
}

/** Bytes of sixteen matrices. */
export function winogradBytes(rows: i32, columns: i32): usize {
  return planeStep(rows, columns) * POINTS;
}

/** G w G' of w[3, 3, c, filters], each point's matrix packed in panels of 8 filters. */
export function winogradFilter(w: usize, out: usize, c: i32, filters: i32): void {
  const plane = planeStep(c, filters);
  const step = <usize>(c * filters) << 2;
  for (let i = 0; i < c; i++) {
    for (let o = 0; o < filters; o += 4) {
      const from = w + (<usize>(i * filters + o) << 2);
      filterTile(from, step, out + (<usize>(o >> 3) * <usize>c * 32 + <usize>i * 32 + (<usize>(o & 7) << 2)), plane);
    }
  }
}

/** G w G' of four filters, whose nine taps are `step` bytes apart. */
@inline
function filterTile(from: usize, step: usize, to: usize, plane: usize): void {
  for (let row = 0; row < 4; row++) {
    const a = filterRow(from, step * 3, row);
    const b = filterRow(from + step, step * 3, row);
    const d = filterRow(from + step * 2, step * 3, row);
    const half = f32x4.mul(f32x4.add(a, d), f32x4.splat(0.5));
    const middle = f32x4.mul(b, f32x4.splat(0.5));
    v128.store(to, a);
    v128.store(to + plane, f32x4.add(half, middle));
    v128.store(to + plane * 2, f32x4.sub(half, middle));
    v128.store(to + plane * 3, d);
    to += plane * 4;
  }
}

/**
 * The same for w turned by 180 degrees with channels and filters swapped, as the gradient of the picture needs it: `c` channels
 * here are w's filters. `square`: room for nine squares of four by four.
 */
export function winogradTurnedFilter(w: usize, out: usize, c: i32, filters: i32, square: usize): void {
  const plane = planeStep(c, filters);
  const row = <usize>c << 2;
  for (let i = 0; i < c; i += 4) {
    for (let o = 0; o < filters; o += 4) {
      for (let tap: usize = 0; tap < 9; tap++) {
        const from = w + (8 - tap) * row * <usize>filters + <usize>o * row + (<usize>i << 2);
        transpose4(from, row, square + (tap << 6), 16);
      }
      let to = out + (<usize>(o >> 3) * <usize>c * 32 + <usize>i * 32 + (<usize>(o & 7) << 2));
      for (let each: usize = 0; each < 4; each++) {
        filterTile(square + (each << 4), 64, to, plane);
        to += 32;
      }
    }
  }
}

/** One row of G times a column of three values. */
@inline
function filterRow(at: usize, step: usize, row: i32): v128 {
  const first = v128.load(at);
  const last = v128.load(at + step * 2);
  if (row == 0) return first;
  if (row == 3) return last;
  const middle = v128.load(at + step);
  const outer = f32x4.add(first, last);
  return f32x4.mul(row == 1 ? f32x4.add(outer, middle) : f32x4.sub(outer, middle), f32x4.splat(0.5));
}

/**
 * y[batch, oh, ow, filters] = x * w. `filter`: what `winogradFilter` wrote; `pixels` and `sums`: room for sixteen matrices
 * [block, channels] and [block, filters]; `border`: room for sixteen pixels; `spill`: 8 floats.
 */
export function winogradConvolve(
  x: usize, filter: usize, y: usize, batch: i32, filters: i32, block: i32, pixels: usize, sums: usize, border: usize,
  spill: usize,
): void {
  const tiles = batch * ((outHeight + 1) >> 1) * ((outWidth + 1) >> 1);
  const rowBytes = <usize>channels << 2;
  for (let first = 0; first < tiles; first += block) {
    const count = min(block, tiles - first);
    pixelsOf(x, first, count, pixels, planeStep(block, channels), border);
    for (let point: usize = 0; point < <usize>POINTS; point++) {
      const from = pixels + point * planeStep(block, channels);
      const by = filter + point * planeStep(channels, filters);
      const to = sums + point * planeStep(block, filters);
      product(from, rowBytes, 4, by, to, <usize>filters << 2, count, filters, channels, false, spill);
    }
    outputOf(sums, planeStep(block, filters), first, count, y, filters);
  }
}

/**
 * dw[3, 3, c, filters] = gradient of the filter. `pixels` as above; `gradients`: room for sixteen matrices [block, filters];
 * `sums`: for sixteen [channels, filters]; `tile`: 32 bytes for each row of a block.
 */
export function winogradFilterGradient(
  x: usize, dy: usize, dw: usize, batch: i32, filters: i32, block: i32, pixels: usize, gradients: usize, sums: usize,
  tile: usize, border: usize, spill: usize,
): void {
  const tiles = batch * ((outHeight + 1) >> 1) * ((outWidth + 1) >> 1);
  const rowBytes = <usize>channels << 2;
  zeroFloats(sums, <i32>(winogradBytes(channels, filters) >> 2));
  for (let first = 0; first < tiles; first += block) {
    const count = min(block, tiles - first);
    pixelsOf(x, first, count, pixels, planeStep(block, channels), border);
    gradientsOf(dy, first, count, gradients, planeStep(block, filters), filters);
    for (let point: usize = 0; point < <usize>POINTS; point++) {
      const from = pixels + point * planeStep(block, channels);
      const by = gradients + point * planeStep(block, filters);
      const to = sums + point * planeStep(channels, filters);
      transposedProduct(from, rowBytes, by, to, <usize>filters << 2, channels, filters, count, tile, spill);
    }
  }
  filterOf(sums, dw, filters);
}

/** B' d B of `count` tiles from number `first` on; what hangs over the border of a picture is zero. */
function pixelsOf(x: usize, first: i32, count: i32, to: usize, plane: usize, border: usize): void {
  const across = (outWidth + 1) >> 1;
  const area = ((outHeight + 1) >> 1) * across;
  const pixel = <usize>channels << 2;
  const line = <usize>width * pixel;
  for (let tile = first; tile < first + count; tile++) {
    const picture = tile / area;
    const y = (((tile % area) / across) << 1) - top;
    const x0 = (((tile % area) % across) << 1) - left;
    const from = x + (<usize>picture * <usize>height + <usize>y) * line + <usize>x0 * pixel;
    if (y >= 0 && x0 >= 0 && y + 4 <= height && x0 + 4 <= width) pixelTile(from, line, pixel, to, plane);
    else {
      cutTile(from, line, pixel, y, x0, border);
      pixelTile(border, pixel << 2, pixel, to, plane);
    }
    to += pixel;
  }
}

/** Copies a tile that hangs over the border, with zeros where it does. */
function cutTile(from: usize, line: usize, pixel: usize, y: i32, x: i32, to: usize): void {
  for (let i = 0; i < 4; i++) {
    for (let j = 0; j < 4; j++) {
      const inside = y + i >= 0 && y + i < height && x + j >= 0 && x + j < width;
      if (inside) copyFloats(to, from + <usize>i * line + <usize>j * pixel, channels);
      else zeroFloats(to, channels);
      to += pixel;
    }
  }
}

function pixelTile(from: usize, line: usize, pixel: usize, to: usize, plane: usize): void {
  for (let c = channels; c > 0; c -= 4) {
    let at = to;
    for (let row = 0; row < 4; row++) {
      const upper = from + (row == 0 ? 0 : line);
      const lower = from + (row == 3 ? 3 * line : 2 * line);
      const a = pixelRow(upper, lower, row);
      const b = pixelRow(upper + pixel, lower + pixel, row);
      const d = pixelRow(upper + pixel * 2, lower + pixel * 2, row);
      const e = pixelRow(upper + pixel * 3, lower + pixel * 3, row);
      v128.store(at, f32x4.sub(a, d));
      v128.store(at + plane, f32x4.add(b, d));
      v128.store(at + plane * 2, f32x4.sub(d, b));
      v128.store(at + plane * 3, f32x4.sub(b, e));
      at += plane * 4;
    }
    from += 16;
    to += 16;
  }
}

/** One row of B' times a column: d0 - d2, d1 + d2, d2 - d1, d1 - d3; each reads two of the four. */
@inline
function pixelRow(upper: usize, lower: usize, row: i32): v128 {
  const a = v128.load(upper);
  const b = v128.load(lower);
  if (row == 1) return f32x4.add(a, b);
  return row == 2 ? f32x4.sub(b, a) : f32x4.sub(a, b);
}

/** A' m A: the output pixels of each tile, cut at the border. */
function outputOf(sums: usize, plane: usize, first: i32, count: i32, y: usize, filters: i32): void {
  const across = (outWidth + 1) >> 1;
  const area = ((outHeight + 1) >> 1) * across;
  const pixel = <usize>filters << 2;
  const line = <usize>outWidth * pixel;
  for (let tile = first; tile < first + count; tile++) {
    const row = ((tile % area) / across) << 1;
    const column = ((tile % area) % across) << 1;
    let to = y + (<usize>(tile / area) * <usize>outHeight + <usize>row) * line + <usize>column * pixel;
    const right = column + 1 < outWidth;
    const below = row + 1 < outHeight;
    for (let o = filters; o > 0; o -= 4) {
      const a0 = outputTop(sums, plane), a1 = outputTop(sums + plane, plane);
      const a2 = outputTop(sums + plane * 2, plane), a3 = outputTop(sums + plane * 3, plane);
      v128.store(to, f32x4.add(f32x4.add(a0, a1), a2));
      if (right) v128.store(to + pixel, f32x4.sub(f32x4.sub(a1, a2), a3));
      if (below) {
        const b0 = outputBottom(sums, plane), b1 = outputBottom(sums + plane, plane);
        const b2 = outputBottom(sums + plane * 2, plane), b3 = outputBottom(sums + plane * 3, plane);
        v128.store(to + line, f32x4.add(f32x4.add(b0, b1), b2));
        if (right) v128.store(to + line + pixel, f32x4.sub(f32x4.sub(b1, b2), b3));
      }
      sums += 16;
      to += 16;
    }
  }
}

@inline
function outputTop(at: usize, plane: usize): v128 {
  return f32x4.add(f32x4.add(v128.load(at), v128.load(at + plane * 4)), v128.load(at + plane * 8));
}

@inline
function outputBottom(at: usize, plane: usize): v128 {
  return f32x4.sub(f32x4.sub(v128.load(at + plane * 4), v128.load(at + plane * 8)), v128.load(at + plane * 12));
}

/** A dy A', each point's matrix [count, filters] packed in panels of 8 filters. */
function gradientsOf(dy: usize, first: i32, count: i32, to: usize, plane: usize, filters: i32): void {
  const across = (outWidth + 1) >> 1;
  const area = ((outHeight + 1) >> 1) * across;
  const pixel = <usize>filters << 2;
  const line = <usize>outWidth * pixel;
  const zero = f32x4.splat(0);
  for (let at = 0; at < count; at++) {
    const tile = first + at;
    const row = ((tile % area) / across) << 1;
    const column = ((tile % area) % across) << 1;
    let from = dy + (<usize>(tile / area) * <usize>outHeight + <usize>row) * line + <usize>column * pixel;
    const right = column + 1 < outWidth;
    const below = row + 1 < outHeight;
    for (let o = 0; o < filters; o += 4) {
      const a = v128.load(from);
      const b = right ? v128.load(from + pixel) : zero;
      const c = below ? v128.load(from + line) : zero;
      const d = right && below ? v128.load(from + line + pixel) : zero;
      const out = to + (<usize>(o >> 3) * <usize>count + <usize>at) * 32 + (<usize>(o & 7) << 2);
      gradientRow(out, plane, a, b);
      gradientRow(out + plane * 4, plane, f32x4.add(a, c), f32x4.add(b, d));
      gradientRow(out + plane * 8, plane, f32x4.sub(a, c), f32x4.sub(b, d));
      gradientRow(out + plane * 12, plane, f32x4.neg(c), f32x4.neg(d));
      from += 16;
    }
  }
}

@inline
function gradientRow(to: usize, plane: usize, a: v128, b: v128): void {
  v128.store(to, a);
  v128.store(to + plane, f32x4.add(a, b));
  v128.store(to + plane * 2, f32x4.sub(a, b));
  v128.store(to + plane * 3, f32x4.neg(b));
}

/** G' s G. */
function filterOf(sums: usize, dw: usize, filters: i32): void {
  const plane = planeStep(channels, filters);
  const count = channels * filters;
  const step = <usize>count << 2;
  for (let at = count; at > 0; at -= 4) {
    let to = dw;
    for (let row = 0; row < 3; row++) {
      const a = sumRow(sums, plane * 4, row);
      const b = sumRow(sums + plane, plane * 4, row);
      const c = sumRow(sums + plane * 2, plane * 4, row);
      const d = sumRow(sums + plane * 3, plane * 4, row);
      const half = f32x4.mul(f32x4.add(b, c), f32x4.splat(0.5));
      v128.store(to, f32x4.add(a, half));
      v128.store(to + step, f32x4.mul(f32x4.sub(b, c), f32x4.splat(0.5)));
      v128.store(to + step * 2, f32x4.add(half, d));
      to += step * 3;
    }
    sums += 16;
    dw += 16;
  }
}

/** One row of G' times a column of four values. */
@inline
function sumRow(at: usize, step: usize, row: i32): v128 {
  const b = v128.load(at + step);
  const c = v128.load(at + step * 2);
  const half = f32x4.splat(0.5);
  if (row == 0) return f32x4.add(v128.load(at), f32x4.mul(f32x4.add(b, c), half));
  if (row == 1) return f32x4.mul(f32x4.sub(b, c), half);
  return f32x4.add(f32x4.mul(f32x4.add(b, c), half), v128.load(at + step * 3));
}
