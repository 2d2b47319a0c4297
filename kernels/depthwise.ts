// Gradients of the depthwise convolution: filter [fh, fw, c, m], output channel c * m + k.

import { zeroFloats } from './simd';

/** dw = gradient of the filter, summed over batch and pixels. */
export function depthwiseFilterGradient(
  x: usize, dy: usize, dw: usize, batch: i32, h: i32, w: i32, c: i32, multiplier: i32, fh: i32, fw: i32, oh: i32, ow: i32,
  sy: i32, sx: i32, dilationY: i32, dilationX: i32, top: i32, left: i32,
): void {
  const outputs = c * multiplier;
  zeroFloats(dw, fh * fw * outputs);
  for (let n = 0; n < batch; n++) {
    for (let row = 0; row < oh; row++) {
      for (let i = 0; i < fh; i++) {
        const y = row * sy - top + i * dilationY;
        if (y < 0 || y >= h) continue;
        for (let column = 0; column < ow; column++) {
          for (let j = 0; j < fw; j++) {
            const at = column * sx - left + j * dilationX;
            if (at < 0 || at >= w) continue;
            const from = x + ((<usize>((n * h + y) * w + at) * <usize>c) << 2);
            const gradient = dy + ((<usize>((n * oh + row) * ow + column) * <usize>outputs) << 2);
            addProducts(dw + ((<usize>((i * fw + j) * outputs)) << 2), from, gradient, c, multiplier);
          }
        }
      }
    }
  }
}

/** dw[c, k] += x[c] * dy[c, k] */
function addProducts(dw: usize, x: usize, dy: usize, c: i32, multiplier: i32): void {
  let channel = 0;
  if (multiplier == 1) {
    for (; channel + 4 <= c; channel += 4) {
      v128.store(dw, f32x4.add(v128.load(dw), f32x4.mul(v128.load(x), v128.load(dy))));
      dw += 16;
      x += 16;
      dy += 16;
    }
  }
  for (; channel < c; channel++) {
    const value = load<f32>(x);
    for (let k = 0; k < multiplier; k++) {
      store<f32>(dw, load<f32>(dw) + value * load<f32>(dy));
      dw += 4;
      dy += 4;
    }
    x += 4;
  }
}

/** dx = gradient of the picture. */
export function depthwiseInputGradient(
  dy: usize, filter: usize, dx: usize, batch: i32, h: i32, w: i32, c: i32, multiplier: i32, fh: i32, fw: i32, oh: i32, ow: i32,
  sy: i32, sx: i32, dilationY: i32, dilationX: i32, top: i32, left: i32,
): void {
  const outputs = c * multiplier;
  zeroFloats(dx, batch * h * w * c);
  for (let n = 0; n < batch; n++) {
    for (let row = 0; row < oh; row++) {
      for (let column = 0; column < ow; column++) {
        const gradient = dy + ((<usize>((n * oh + row) * ow + column) * <usize>outputs) << 2);
        for (let i = 0; i < fh; i++) {
          const y = row * sy - top + i * dilationY;
          if (y < 0 || y >= h) continue;
          for (let j = 0; j < fw; j++) {
            const at = column * sx - left + j * dilationX;
            if (at < 0 || at >= w) continue;
            const to = dx + ((<usize>((n * h + y) * w + at) * <usize>c) << 2);
            addWeighted(to, filter + ((<usize>((i * fw + j) * outputs)) << 2), gradient, c, multiplier);
          }
        }
      }
    }
  }
}

/** dx[c] += sum over k of filter[c, k] * dy[c, k] */
function addWeighted(dx: usize, filter: usize, dy: usize, c: i32, multiplier: i32): void {
  let channel = 0;
  if (multiplier == 1) {
    for (; channel + 4 <= c; channel += 4) {
      v128.store(dx, f32x4.add(v128.load(dx), f32x4.mul(v128.load(filter), v128.load(dy))));
      dx += 16;
      filter += 16;
      dy += 16;
    }
  }
  for (; channel < c; channel++) {
    let sum: f32 = 0;
    for (let k = 0; k < multiplier; k++) {
      sum += load<f32>(filter) * load<f32>(dy);
      filter += 4;
      dy += 4;
    }
    store<f32>(dx, load<f32>(dx) + sum);
    dx += 4;
  }
}
