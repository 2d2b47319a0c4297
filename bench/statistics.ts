/** Middle and quarters of a sample. */
export interface Spread {
  median: number;
  lower: number;
  upper: number;
}

/** How one sample compares to another. */
export interface Ratio extends Spread {
  /** The pairs of rounds it was made of. */
  pairs: number;
}

/**
 * The value below which a share of a sample lies, interpolated linearly between neighbours (type 7 of Hyndman and Fan
 * 1996, as in numpy and R); NaN of an empty sample.
 *
 * @param share - In [0, 1].
 */
export function quantile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** Median and quartiles. */
export function spread(sample: readonly number[]): Spread {
  return { median: quantile(sample, 0.5), lower: quantile(sample, 0.25), upper: quantile(sample, 0.75) };
}

/**
 * Ratio of the medians of two samples measured in turns, with the quartiles of the ratios round by round: what slows
 * the machine down for a while slows both of a pair.
 */
export function ratio(ours: readonly number[], theirs: readonly number[]): Ratio {
  const pairs = Math.min(ours.length, theirs.length);
  const each = Array.from({ length: pairs }, (_, at) => (ours[at] as number) / (theirs[at] as number));
  const { lower, upper } = spread(each);
  return { median: quantile(ours, 0.5) / quantile(theirs, 0.5), lower, upper, pairs };
}
