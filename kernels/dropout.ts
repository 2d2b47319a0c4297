// Dropout without a mask in memory: whether a value stays follows from its place and a key. src/models/dropoutMask.ts tells the same in JavaScript.

/** murmur3's way of taking every bit into account, with the factors of Hash Prospector's lowbias32. */
@inline
function mixed(bits: v128): v128 {
  bits = v128.xor(bits, i32x4.shr_u(bits, 16));
  bits = i32x4.mul(bits, i32x4.splat(0x7feb352d));
  bits = v128.xor(bits, i32x4.shr_u(bits, 15));
  bits = i32x4.mul(bits, i32x4.splat(0x846ca68b));
  return v128.xor(bits, i32x4.shr_u(bits, 16));
}

/** y = x times scale where the bits drawn for the place are at least the threshold (both without sign), else 0. */
export function dropout(
  x: usize, y: usize, count: i32, first: i32, second: i32, threshold: i32, scale: f32,
): void {
  const factors = f32x4.splat(scale);
  const thresholds = i32x4.splat(threshold);
  const keys = i32x4.splat(second);
  const four = i32x4.splat(4);
  let places = i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(first));
  for (; count >= 4; count -= 4) {
    const bits = mixed(v128.xor(i32x4.mul(places, i32x4.splat(0x9e3779b1)), keys));
    v128.store(y, v128.and(f32x4.mul(v128.load(x), factors), i32x4.ge_u(bits, thresholds)));
    places = i32x4.add(places, four);
    x += 16;
    y += 16;
  }
  const last = i32x4.ge_u(mixed(v128.xor(i32x4.mul(places, i32x4.splat(0x9e3779b1)), keys)), thresholds);
  if (count > 0) store<f32>(y, i32x4.extract_lane(last, 0) ? load<f32>(x) * scale : 0);
  if (count > 1) store<f32>(y, i32x4.extract_lane(last, 1) ? load<f32>(x, 4) * scale : 0, 4);
  if (count > 2) store<f32>(y, i32x4.extract_lane(last, 2) ? load<f32>(x, 8) * scale : 0, 8);
}
