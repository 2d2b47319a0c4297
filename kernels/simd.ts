// Small steps the kernels share. All sizes are in bytes unless a name says otherwise; all values are float32.

/** a * b + c for four values, fused where the engine has relaxed SIMD. */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Copies `count` floats. Runs are short (a few channels), where memory.copy's call costs more than the copy. */
@inline
export function copyFloats(to: usize, from: usize, count: i32): void {
  while (count >= 4) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
    count -= 4;
  }
  while (count > 0) {
    store<f32>(to, load<f32>(from));
    to += 4;
    from += 4;
    count--;
  }
}

/** Sets `count` floats to zero. */
@inline
export function zeroFloats(to: usize, count: i32): void {
  const zero = f32x4.splat(0);
  while (count >= 4) {
    v128.store(to, zero);
    to += 16;
    count -= 4;
  }
  while (count > 0) {
    store<f32>(to, 0);
    to += 4;
    count--;
  }
}

/** Adds `count` floats at `from` to those at `to`. */
@inline
export function addFloats(to: usize, from: usize, count: i32): void {
  while (count >= 4) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    to += 16;
    from += 16;
    count -= 4;
  }
  while (count > 0) {
    store<f32>(to, load<f32>(to) + load<f32>(from));
    to += 4;
    from += 4;
    count--;
  }
}

/** The transpose of the 4x4 floats whose rows lie `step` bytes apart at `from`, to rows `toStep` apart. */
@inline
export function transpose4(from: usize, step: usize, to: usize, toStep: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + step);
  const c = v128.load(from + step * 2);
  const d = v128.load(from + step * 3);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(to + toStep, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to + toStep * 2, v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5));
  v128.store(to + toStep * 3, v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7));
}
