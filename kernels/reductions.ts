// Sums over all axes but the last ([rows, channels] -> [channels]), in blocks whose totals are kept in float64.

const BLOCK: i32 = 256;

/** sums[c] = scale * sum over rows of x[row, c]. */
export function channelSums(x: usize, sums: usize, rows: i32, channels: i32, scale: f64): void {
  const step = <usize>channels << 2;
  let channel = 0;
  for (; channel + 4 <= channels; channel += 4) {
    let low = f64x2.splat(0);
    let high = f64x2.splat(0);
    let at = x + (<usize>channel << 2);
    for (let first = 0; first < rows; first += BLOCK) {
      let sum = f32x4.splat(0);
      for (let row = min(BLOCK, rows - first); row > 0; row--) {
        sum = f32x4.add(sum, v128.load(at));
        at += step;
      }
      low = f64x2.add(low, f64x2.promote_low_f32x4(sum));
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<f32>(sum, sum, 2, 3, 0, 1)));
    }
    const to = sums + (<usize>channel << 2);
    store<f32>(to, <f32>(f64x2.extract_lane(low, 0) * scale));
    store<f32>(to, <f32>(f64x2.extract_lane(low, 1) * scale), 4);
    store<f32>(to, <f32>(f64x2.extract_lane(high, 0) * scale), 8);
    store<f32>(to, <f32>(f64x2.extract_lane(high, 1) * scale), 12);
  }
  for (; channel < channels; channel++) {
    let total: f64 = 0;
    let at = x + (<usize>channel << 2);
    for (let row = 0; row < rows; row++) {
      total += <f64>load<f32>(at);
      at += step;
    }
    store<f32>(sums + (<usize>channel << 2), <f32>(total * scale));
  }
}
