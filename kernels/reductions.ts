// Sums over all axes but the last ([rows, channels] -> [channels]).
//
// A block of rows that fits the first-level cache is summed in float32, channel by channel, and added to totals in
// float64, so that memory is read once and a sum over a million rows keeps its digits.

/** Floats of a block. */
const BLOCK: i32 = 4096;

/** Rows of a block. */
@inline
export function blockOf(channels: i32): i32 {
  return max(16, BLOCK / channels);
}

/** Adds the four sums to the totals at `to`. */
@inline
export function addToTotals(to: usize, sums: v128): void {
  v128.store(to, f64x2.add(v128.load(to), f64x2.promote_low_f32x4(sums)));
  const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(sums, sums, 2, 3, 0, 1));
  v128.store(to, f64x2.add(v128.load(to, 16), high), 16);
}

/** Sets `count` totals to zero. */
@inline
export function zeroTotals(to: usize, count: i32): void {
  for (let k: usize = 0; k < <usize>count; k++) store<f64>(to + (k << 3), 0);
}

/** sums[c] = scale * sum over rows of x[row, c]. `totals`: 8 bytes a channel. */
export function channelSums(x: usize, sums: usize, rows: i32, channels: i32, scale: f64, totals: usize): void {
  const step = <usize>channels << 2;
  const block = blockOf(channels);
  zeroTotals(totals, channels);
  for (let first = 0; first < rows; first += block) {
    const count = min(block, rows - first);
    const from = x + <usize>first * step;
    let channel = 0;
    for (; channel + 4 <= channels; channel += 4) {
      let at = from + (<usize>channel << 2);
      let sum = f32x4.splat(0);
      for (let row = count; row > 0; row--) {
        sum = f32x4.add(sum, v128.load(at));
        at += step;
      }
      addToTotals(totals + (<usize>channel << 3), sum);
    }
    for (; channel < channels; channel++) {
      let at = from + (<usize>channel << 2);
      let sum: f64 = 0;
      for (let row = count; row > 0; row--) {
        sum += <f64>load<f32>(at);
        at += step;
      }
      const to = totals + (<usize>channel << 3);
      store<f64>(to, load<f64>(to) + sum);
    }
  }
  for (let c: usize = 0; c < <usize>channels; c++) store<f32>(sums + (c << 2), <f32>(load<f64>(totals + (c << 3)) * scale));
}
