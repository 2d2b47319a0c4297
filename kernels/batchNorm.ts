// Batch normalisation with the batch's own statistics, and its gradient: two passes over memory each.
//
// y = (x - mean) * r * gamma + beta with r = 1 / sqrt(variance + epsilon), statistics per channel over all rows
// (Ioffe & Szegedy 2015, algorithm 1; the variance is the biased one).

import { madd } from './simd';
import { addToTotals, blockOf, zeroTotals } from './reductions';

/**
 * Writes y, mean and variance. `scratch`: 24 bytes a channel.
 *
 * Sums are taken of x less the first row's value, so that a mean far from zero costs the variance no digits.
 */
export function batchNorm(
  x: usize, gamma: usize, beta: usize, y: usize, mean: usize, variance: usize, rows: i32, channels: i32, epsilon: f64,
  scratch: usize,
): void {
  const squares = scratch + (<usize>channels << 3);
  moments(x, rows, channels, scratch, squares);
  const scale = scratch + (<usize>channels << 4);
  const shift = scale + (<usize>channels << 2);
  for (let c: usize = 0; c < <usize>channels; c++) {
    const at = c << 2;
    const average = load<f64>(scratch + (c << 3)) / rows;
    const spread = max(0, load<f64>(squares + (c << 3)) / rows - average * average);
    const centre = average + <f64>load<f32>(x + at);
    const factor = <f64>load<f32>(gamma + at) / Math.sqrt(spread + epsilon);
    store<f32>(mean + at, <f32>centre);
    store<f32>(variance + at, <f32>spread);
    store<f32>(scale + at, <f32>factor);
    store<f32>(shift + at, <f32>(<f64>load<f32>(beta + at) - centre * factor));
  }
  let from = x;
  for (let row = 0; row < rows; row++) {
    let c = 0;
    for (; c + 4 <= channels; c += 4) {
      const at = <usize>c << 2;
      v128.store(y + at, madd(v128.load(from + at), v128.load(scale + at), v128.load(shift + at)));
    }
    for (; c < channels; c++) {
      const at = <usize>c << 2;
      store<f32>(y + at, load<f32>(from + at) * load<f32>(scale + at) + load<f32>(shift + at));
    }
    from += <usize>channels << 2;
    y += <usize>channels << 2;
  }
}

/**
 * Writes dx, dgamma and dbeta. `scratch`: 28 bytes a channel.
 *
 * With S1 = sum(dy), S2 = sum(dy * (x - mean)): dbeta = S1, dgamma = r * S2,
 * dx = gamma * r * (dy - S1 / rows - (x - mean) * r^2 * S2 / rows).
 */
export function batchNormGradient(
  dy: usize, x: usize, gamma: usize, mean: usize, variance: usize, dx: usize, dgamma: usize, dbeta: usize, rows: i32,
  channels: i32, epsilon: f64, scratch: usize,
): void {
  const products = scratch + (<usize>channels << 3);
  gradientSums(dy, x, mean, rows, channels, scratch, products);
  const scale = scratch + (<usize>channels << 4);
  const slope = scale + (<usize>channels << 2);
  const shift = slope + (<usize>channels << 2);
  for (let c: usize = 0; c < <usize>channels; c++) {
    const at = c << 2;
    const s1 = load<f64>(scratch + (c << 3));
    const s2 = load<f64>(products + (c << 3));
    const r = 1 / Math.sqrt(<f64>load<f32>(variance + at) + epsilon);
    const factor = <f64>load<f32>(gamma + at) * r;
    store<f32>(dbeta + at, <f32>s1);
    store<f32>(dgamma + at, <f32>(r * s2));
    store<f32>(slope + at, <f32>((-factor * r * r * s2) / rows));
    store<f32>(shift + at, <f32>((-factor * s1) / rows));
    store<f32>(scale + at, <f32>factor);
  }
  for (let row = 0; row < rows; row++) {
    let c = 0;
    for (; c + 4 <= channels; c += 4) {
      const at = <usize>c << 2;
      const centred = f32x4.sub(v128.load(x + at), v128.load(mean + at));
      const rest = madd(centred, v128.load(slope + at), v128.load(shift + at));
      v128.store(dx + at, madd(v128.load(dy + at), v128.load(scale + at), rest));
    }
    for (; c < channels; c++) {
      const at = <usize>c << 2;
      const rest = (load<f32>(x + at) - load<f32>(mean + at)) * load<f32>(slope + at) + load<f32>(shift + at);
      store<f32>(dx + at, load<f32>(dy + at) * load<f32>(scale + at) + rest);
    }
    x += <usize>channels << 2;
    dy += <usize>channels << 2;
    dx += <usize>channels << 2;
  }
}

/** sums[c] = sum of (x - first row), squares[c] = sum of (x - first row)^2, in float64. */
function moments(x: usize, rows: i32, channels: i32, sums: usize, squares: usize): void {
  const step = <usize>channels << 2;
  const block = blockOf(channels);
  zeroTotals(sums, channels);
  zeroTotals(squares, channels);
  for (let first = 0; first < rows; first += block) {
    const count = min(block, rows - first);
    let channel = 0;
    for (; channel + 4 <= channels; channel += 4) {
      const pivot = v128.load(x + (<usize>channel << 2));
      let at = x + <usize>first * step + (<usize>channel << 2);
      let sum = f32x4.splat(0);
      let square = f32x4.splat(0);
      for (let row = count; row > 0; row--) {
        const value = f32x4.sub(v128.load(at), pivot);
        sum = f32x4.add(sum, value);
        square = madd(value, value, square);
        at += step;
      }
      addToTotals(sums + (<usize>channel << 3), sum);
      addToTotals(squares + (<usize>channel << 3), square);
    }
    for (; channel < channels; channel++) {
      const pivot = load<f32>(x + (<usize>channel << 2));
      let at = x + <usize>first * step + (<usize>channel << 2);
      let sum: f64 = 0;
      let square: f64 = 0;
      for (let row = count; row > 0; row--) {
        const value = <f64>(load<f32>(at) - pivot);
        sum += value;
        square += value * value;
        at += step;
      }
      addOne(sums + (<usize>channel << 3), sum);
      addOne(squares + (<usize>channel << 3), square);
    }
  }
}

/** sums[c] = sum of dy, products[c] = sum of dy * (x - mean), in float64. */
function gradientSums(dy: usize, x: usize, mean: usize, rows: i32, channels: i32, sums: usize, products: usize): void {
  const step = <usize>channels << 2;
  const block = blockOf(channels);
  zeroTotals(sums, channels);
  zeroTotals(products, channels);
  for (let first = 0; first < rows; first += block) {
    const count = min(block, rows - first);
    const start = <usize>first * step;
    let channel = 0;
    for (; channel + 4 <= channels; channel += 4) {
      const centre = v128.load(mean + (<usize>channel << 2));
      let at = start + (<usize>channel << 2);
      let sum = f32x4.splat(0);
      let product = f32x4.splat(0);
      for (let row = count; row > 0; row--) {
        const gradient = v128.load(dy + at);
        sum = f32x4.add(sum, gradient);
        product = madd(gradient, f32x4.sub(v128.load(x + at), centre), product);
        at += step;
      }
      addToTotals(sums + (<usize>channel << 3), sum);
      addToTotals(products + (<usize>channel << 3), product);
    }
    for (; channel < channels; channel++) {
      const centre = load<f32>(mean + (<usize>channel << 2));
      let at = start + (<usize>channel << 2);
      let sum: f64 = 0;
      let product: f64 = 0;
      for (let row = count; row > 0; row--) {
        const gradient = <f64>load<f32>(dy + at);
        sum += gradient;
        product += gradient * <f64>(load<f32>(x + at) - centre);
        at += step;
      }
      addOne(sums + (<usize>channel << 3), sum);
      addOne(products + (<usize>channel << 3), product);
    }
  }
}

@inline
function addOne(to: usize, value: f64): void {
  store<f64>(to, load<f64>(to) + value);
}
