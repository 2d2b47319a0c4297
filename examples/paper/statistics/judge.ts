/** A claim that a difference lies on one side of 0. */
export interface Claim {
  /** Where it is said to be. */
  side: 'above' | 'below';
  /**
   * The smallest difference of interest, in the unit of the interval, at least 0: a claimed gain that is surely
   * smaller counts as none. @default 0
   */
  margin?: number;
}

/** What an interval says of a claim. */
export type Verdict = 'holds' | 'does not hold' | 'undecided';

/**
 * Judges a claim by the interval of the difference.
 *
 * It holds when the whole interval lies on the claimed side of 0. It does not hold when the whole interval lies on the
 * other side, or short of the margin on the claimed one. Everything else is undecided at this size, also an
 * interval that touches 0 and one that is missing (a single seed's). An interval wholly between 0 and the margin
 * holds: there is a difference, if a small one.
 */
export function judge(claim: Claim, interval: { low: number | null; high: number | null }): Verdict {
  const { low, high } = interval;
  if (low === null || high === null) return 'undecided';
  const [nearest, farthest] = claim.side === 'above' ? [low, high] : [-high, -low];
  if (nearest > 0) return 'holds';
  if (farthest < (claim.margin ?? 0)) return 'does not hold';
  return 'undecided';
}
