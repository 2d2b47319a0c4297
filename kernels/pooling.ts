// Max pooling: forward, and its gradient, which goes to the first largest element of each window, as on the cpu backend.

import { zeroFloats } from './simd';

/** dx = gradient of the pooled picture. A window without any element above -Infinity (all NaN) passes no gradient on. */
export function maxPoolGradient(
  x: usize, dy: usize, dx: usize, batch: i32, h: i32, w: i32, c: i32, fh: i32, fw: i32, oh: i32, ow: i32,
  sy: i32, sx: i32, dilationY: i32, dilationX: i32, top: i32, left: i32,
): void {
  zeroFloats(dx, batch * h * w * c);
  const lineStep = <usize>(w * c * dilationY) << 2;
  const pixelStep = <usize>(c * dilationX) << 2;
  for (let n = 0; n < batch; n++) {
    for (let row = 0; row < oh; row++) {
      const y0 = row * sy - top;
      const i0 = firstInside(y0, dilationY);
      const i1 = endInside(y0, h, dilationY, fh);
      for (let column = 0; column < ow; column++) {
        const x0 = column * sx - left;
        const j0 = firstInside(x0, dilationX);
        const j1 = endInside(x0, w, dilationX, fw);
        const corner = (((n * h + y0 + i0 * dilationY) * w + x0 + j0 * dilationX) * c) << 2;
        const gradient = dy + ((<usize>((n * oh + row) * ow + column) * <usize>c) << 2);
        window(x + <usize>corner, dx + <usize>corner, gradient, i1 - i0, j1 - j0, lineStep, pixelStep, c);
      }
    }
  }
}

/** y = largest element of each window. */
export function maxPool(
  x: usize, y: usize, batch: i32, h: i32, w: i32, c: i32, fh: i32, fw: i32, oh: i32, ow: i32,
  sy: i32, sx: i32, dilationY: i32, dilationX: i32, top: i32, left: i32,
): void {
  const lineStep = <usize>(w * c * dilationY) << 2;
  const pixelStep = <usize>(c * dilationX) << 2;
  for (let n = 0; n < batch; n++) {
    for (let row = 0; row < oh; row++) {
      const y0 = row * sy - top;
      const i0 = firstInside(y0, dilationY);
      const i1 = endInside(y0, h, dilationY, fh);
      for (let column = 0; column < ow; column++) {
        const x0 = column * sx - left;
        const j0 = firstInside(x0, dilationX);
        const j1 = endInside(x0, w, dilationX, fw);
        const corner = (((n * h + y0 + i0 * dilationY) * w + x0 + j0 * dilationX) * c) << 2;
        largest(x + <usize>corner, y, i1 - i0, j1 - j0, lineStep, pixelStep, c);
        y += <usize>c << 2;
      }
    }
  }
}

@inline
function firstInside(start: i32, dilation: i32): i32 {
  return start < 0 ? (-start + dilation - 1) / dilation : 0;
}

@inline
function endInside(start: i32, size: i32, dilation: i32, filter: i32): i32 {
  return start >= size ? 0 : min(filter, (size - start + dilation - 1) / dilation);
}

@inline
function largest(x: usize, y: usize, lines: i32, pixels: i32, lineStep: usize, pixelStep: usize, c: i32): void {
  let channel = 0;
  for (; channel + 4 <= c; channel += 4) {
    let best = f32x4.splat(-Infinity);
    for (let i = 0; i < lines; i++) {
      let at = x + <usize>i * lineStep;
      for (let j = 0; j < pixels; j++) {
        best = f32x4.pmax(best, v128.load(at));
        at += pixelStep;
      }
    }
    v128.store(y, best);
    x += 16;
    y += 16;
  }
  for (; channel < c; channel++) {
    let best: f32 = -Infinity;
    for (let i = 0; i < lines; i++) {
      let at = x + <usize>i * lineStep;
      for (let j = 0; j < pixels; j++) {
        const value = load<f32>(at);
        if (value > best) best = value;
        at += pixelStep;
      }
    }
    store<f32>(y, best);
    x += 4;
    y += 4;
  }
}

@inline
function window(
  x: usize, dx: usize, dy: usize, lines: i32, pixels: i32, lineStep: usize, pixelStep: usize, c: i32,
): void {
  let channel = 0;
  for (; channel + 4 <= c; channel += 4) {
    let best = f32x4.splat(-Infinity);
    let winner = i32x4.splat(-1);
    let position = 0;
    for (let i = 0; i < lines; i++) {
      let at = x + <usize>i * lineStep;
      for (let j = 0; j < pixels; j++) {
        const value = v128.load(at);
        const larger = f32x4.gt(value, best);
        best = v128.bitselect(value, best, larger);
        winner = v128.bitselect(i32x4.splat(position), winner, larger);
        position++;
        at += pixelStep;
      }
    }
    const gradient = v128.load(dy);
    position = 0;
    for (let i = 0; i < lines; i++) {
      let to = dx + <usize>i * lineStep;
      for (let j = 0; j < pixels; j++) {
        const mine = v128.and(gradient, i32x4.eq(winner, i32x4.splat(position)));
        v128.store(to, f32x4.add(v128.load(to), mine));
        position++;
        to += pixelStep;
      }
    }
    x += 16;
    dx += 16;
    dy += 16;
  }
  for (; channel < c; channel++) {
    let best: f32 = -Infinity;
    let winner: usize = 0;
    for (let i = 0; i < lines; i++) {
      for (let j = 0; j < pixels; j++) {
        const offset = <usize>i * lineStep + <usize>j * pixelStep;
        const value = load<f32>(x + offset);
        if (value > best) {
          best = value;
          winner = offset + 1;
        }
      }
    }
    if (winner > 0) {
      const to = dx + winner - 1;
      store<f32>(to, load<f32>(to) + load<f32>(dy));
    }
    x += 4;
    dx += 4;
    dy += 4;
  }
}
