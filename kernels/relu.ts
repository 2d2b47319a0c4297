// The gradient of ReLU.

/** dx = dy where x > 0, else 0. */
export function reluGradient(dy: usize, x: usize, dx: usize, count: i32): void {
  const zero = f32x4.splat(0);
  for (; count >= 4; count -= 4) {
    v128.store(dx, v128.and(v128.load(dy), f32x4.gt(v128.load(x), zero)));
    dy += 16;
    x += 16;
    dx += 16;
  }
  for (; count > 0; count--) {
    store<f32>(dx, load<f32>(x) > 0 ? load<f32>(dy) : 0);
    dy += 4;
    x += 4;
    dx += 4;
  }
}
